using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BackendPlugins.Simulators.BigQuery.Books;
using BackendPlugins.Simulators.BigQuery.Catalog;
using BackendPlugins.Simulators.BigQuery.Jobs;
using BackendPlugins.Simulators.BigQuery.Journal;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>The datasets resource: insert, get, list and delete.</summary>
internal sealed partial class DatasetsApi(BigQuerySimulatorOptions options, JobLedger ledger, Lazy<Uri> endpoint)
{
    private const int PageSize = 1000;

    public ApiAnswer Insert(string projectId, JsonObject body)
    {
        var datasetId = JsonShape.String(JsonShape.Object(body, "datasetReference", "datasetReference") ?? [], "datasetId", "datasetReference.datasetId");
        if (string.IsNullOrEmpty(datasetId))
        {
            return ApiError.Required("datasetReference.datasetId").ToAnswer();
        }

        if (!IdForm().IsMatch(datasetId))
        {
            return ApiError.Invalid($"Invalid dataset ID \"{datasetId}\". Dataset IDs must be alphanumeric (plus underscores) and must be at most 1024 characters long.").ToAnswer();
        }

        var location = Locations.Normalize(JsonShape.String(body, "location", "location") is { Length: > 0 } given ? given : options.DefaultLocation);
        var refusal = ledger.Change((data, now) => data.FindDataset(projectId, datasetId) is not null
            ? (ApiError.Of(ErrorReasons.Duplicate, $"Already Exists: Dataset {projectId}:{datasetId}"), null)
            : (null, Entry(JournalEvent.DatasetInsert, projectId, datasetId, location, now) with { Configuration = body.ToJsonString() }));
        return refusal?.ToAnswer() ?? Get(projectId, datasetId);
    }

    public ApiAnswer Get(string projectId, string datasetId) => ledger.Look((data, _) => data.FindDataset(projectId, datasetId) is { } dataset
        ? ApiAnswer.Json(StatusCodes.Status200OK, Write(dataset))
        : NotFound(projectId, datasetId).ToAnswer());

    public ApiAnswer List(string projectId, IQueryCollection query)
    {
        var (start, size) = (QueryValues.Page(query) ?? 0, QueryValues.Count(query, "maxResults") is { } asked and > 0 ? Math.Min(asked, PageSize) : PageSize);
        return ledger.Look((data, _) =>
        {
            var found = data.Datasets(projectId).Skip((int)start).Take((int)size + 1).ToList();
            var answer = new JsonObject
            {
                ["kind"] = "bigquery#datasetList",
                ["etag"] = StableHash.Hex(string.Join('/', found), 22),
                ["datasets"] = new JsonArray([.. found.Take((int)size).Select(WriteEntry)]),
            };
            if (found.Count > size)
            {
                answer["nextPageToken"] = PageToken.Of(start + size);
            }

            return ApiAnswer.Json(StatusCodes.Status200OK, answer);
        });
    }

    public ApiAnswer Delete(string projectId, string datasetId, IQueryCollection query)
    {
        var withTables = QueryValues.Flag(query, "deleteContents");
        var refusal = ledger.Change((data, now) => data.FindDataset(projectId, datasetId) switch
        {
            null => (NotFound(projectId, datasetId), null),
            { Tables.Count: > 0 } when !withTables => (ApiError.Of(ErrorReasons.ResourceInUse, $"Dataset {projectId}:{datasetId} is still in use"), null),
            var dataset => (null, Entry(JournalEvent.DatasetDelete, projectId, datasetId, dataset.Location, now)),
        });
        return refusal?.ToAnswer() ?? ApiAnswer.Empty;
    }

    public static ApiError NotFound(string projectId, string datasetId) => ApiError.Of(ErrorReasons.NotFound, $"Not found: Dataset {projectId}:{datasetId}");

    public static JournalEntry Entry(JournalEvent what, string projectId, string datasetId, string location, long now) =>
        new() { Event = what, At = now, ProjectId = projectId, Location = location, JobId = "", DatasetId = datasetId };

    private JsonObject Write(SimulatedDataset dataset)
    {
        var answer = WriteEntry(dataset);
        foreach (var (name, value) in dataset.Document.Where(member => !answer.ContainsKey(member.Key)))
        {
            answer[name] = value?.DeepClone();
        }

        answer["etag"] = StableHash.Hex($"{dataset}/{dataset.CreatedAt}", 22);
        answer["selfLink"] = $"{endpoint.Value}bigquery/v2/projects/{dataset.ProjectId}/datasets/{dataset.DatasetId}";
        answer["creationTime"] = dataset.CreatedAt.ToString(CultureInfo.InvariantCulture);
        answer["lastModifiedTime"] = dataset.CreatedAt.ToString(CultureInfo.InvariantCulture);
        answer["type"] = "DEFAULT";
        return answer;
    }

    private static JsonObject WriteEntry(SimulatedDataset dataset)
    {
        var entry = new JsonObject
        {
            ["kind"] = "bigquery#dataset",
            ["id"] = dataset.ToString(),
            ["datasetReference"] = new JsonObject { ["projectId"] = dataset.ProjectId, ["datasetId"] = dataset.DatasetId },
            ["location"] = dataset.Location,
        };
        if (dataset.Document["labels"] is { } labels)
        {
            entry["labels"] = labels.DeepClone();
        }

        return entry;
    }

    [GeneratedRegex(@"^[A-Za-z0-9_]{1,1024}\z")]
    private static partial Regex IdForm();
}
