using System.Globalization;
using System.Text.Json.Nodes;
using BackendPlugins.Simulators.BigQuery.Books;
using BackendPlugins.Simulators.BigQuery.Catalog;
using BackendPlugins.Simulators.BigQuery.Jobs;
using BackendPlugins.Simulators.BigQuery.Journal;
using BackendPlugins.Simulators.BigQuery.Rows;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>The tables resource: insert, get, list and delete; and tabledata.list.</summary>
internal sealed class TablesApi(BigQuerySimulatorOptions options, JobLedger ledger, Lazy<Uri> endpoint)
{
    private const int PageSize = 1000;

    public ApiAnswer Insert(string projectId, string datasetId, JsonObject body)
    {
        var tableId = JsonShape.String(JsonShape.Object(body, "tableReference", "tableReference") ?? [], "tableId", "tableReference.tableId");
        if (string.IsNullOrEmpty(tableId))
        {
            return ApiError.Required("tableReference.tableId").ToAnswer();
        }

        var name = new TableName(projectId, datasetId, tableId);
        var refusal = ledger.Change((data, now) => data.FindDataset(projectId, datasetId) switch
        {
            null => (DatasetsApi.NotFound(projectId, datasetId), null),
            _ when data.FindTable(name, now) is not null => (ApiError.Of(ErrorReasons.Duplicate, $"Already Exists: Table {name}"), null),
            var dataset => (null, Entry(JournalEvent.TableInsert, name, dataset.Location, now) with { Configuration = body.ToJsonString() }),
        });
        return refusal?.ToAnswer() ?? Get(name);
    }

    public ApiAnswer Get(TableName name) => ledger.Look((data, now) => data.FindTable(name, now) is { } table
        ? ApiAnswer.Json(StatusCodes.Status200OK, Write(table, data.FindDataset(name.ProjectId, name.DatasetId)!.Location))
        : Missing(data, name).ToAnswer());

    public ApiAnswer List(string projectId, string datasetId, IQueryCollection query)
    {
        var (start, size) = (QueryValues.Page(query) ?? 0, QueryValues.Count(query, "maxResults") is { } asked and > 0 ? Math.Min(asked, PageSize) : PageSize);
        return ledger.Look((data, now) =>
        {
            if (data.FindDataset(projectId, datasetId) is not { } dataset)
            {
                return DatasetsApi.NotFound(projectId, datasetId).ToAnswer();
            }

            var tables = dataset.Tables.Values.Where(table => !(table.ExpiresAt <= now)).ToList();
            var answer = new JsonObject
            {
                ["kind"] = "bigquery#tableList",
                ["etag"] = StableHash.Hex(string.Join('/', tables.Select(table => table.Name)), 22),
                ["tables"] = new JsonArray([.. tables.Skip((int)start).Take((int)size).Select(WriteEntry)]),
                ["totalItems"] = tables.Count,
            };
            if (tables.Count > start + size)
            {
                answer["nextPageToken"] = PageToken.Of(start + size);
            }

            return ApiAnswer.Json(StatusCodes.Status200OK, answer);
        });
    }

    public ApiAnswer Delete(TableName name)
    {
        var refusal = ledger.Change((data, now) => data.FindTable(name, now) is null
            ? (Missing(data, name), null)
            : (null, Entry(JournalEvent.TableDelete, name, data.FindDataset(name.ProjectId, name.DatasetId)!.Location, now)));
        return refusal?.ToAnswer() ?? ApiAnswer.Empty;
    }

    /// <summary>tabledata.list; <c>selectedFields</c> chooses whole columns.</summary>
    public ApiAnswer Rows(TableName name, IQueryCollection query)
    {
        var (page, selected) = (RowPage.Read(query), QueryValues.Text(query, "selectedFields")?.Split(','));
        var (error, rows) = ledger.Look((data, now) => data.FindTable(name, now) is { } table ? ((ApiError?)null, table.ReadRows()) : (Missing(data, name), RowSource.Empty));
        if (error is not null)
        {
            return error.ToAnswer();
        }

        var columns = selected is null ? rows.Columns : [.. rows.Columns.Where(column => selected.Any(field => field.Split('.')[0].Equals(column.Name, StringComparison.OrdinalIgnoreCase)))];
        return ApiAnswer.Json(StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("kind", "bigquery#tableDataList");
            writer.WriteString("etag", StableHash.Hex($"{name}/{rows.Count}", 22));
            page.Write(writer, rows, columns, options.ResultPageLimit);
            writer.WriteEndObject();
        });
    }

    private static ApiError Missing(DataCatalog data, TableName name) => data.FindDataset(name.ProjectId, name.DatasetId) is null
        ? DatasetsApi.NotFound(name.ProjectId, name.DatasetId)
        : ApiError.Of(ErrorReasons.NotFound, $"Not found: Table {name}");

    private static JournalEntry Entry(JournalEvent what, TableName name, string location, long now) =>
        DatasetsApi.Entry(what, name.ProjectId, name.DatasetId, location, now) with { TableId = name.TableId };

    private JsonObject Write(SimulatedTable table, string location)
    {
        var answer = WriteEntry(table);
        foreach (var (name, value) in table.Document.Where(member => !answer.ContainsKey(member.Key) && member.Key != "schema"))
        {
            answer[name] = value?.DeepClone();
        }

        answer["etag"] = StableHash.Hex($"{table.Name}/{table.ModifiedAt}", 22);
        answer["selfLink"] = $"{endpoint.Value}bigquery/v2/projects/{table.Name.ProjectId}/datasets/{table.Name.DatasetId}/tables/{table.Name.TableId}";
        answer["location"] = location;
        answer["lastModifiedTime"] = Text(table.ModifiedAt);
        answer["numRows"] = Text(table.RowCount);
        answer["numBytes"] = Text(table.RowCount * table.Columns.Count * 8);
        answer["numTotalLogicalBytes"] = Text(table.RowCount * table.Columns.Count * 8);
        answer["numLongTermBytes"] = "0";
        answer["schema"] = JsonNode.Parse(ApiAnswer.Json(StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject();
            Column.WriteAll(writer, table.Columns);
            writer.WriteEndObject();
        }).Body.Span);
        return answer;
    }

    private static JsonObject WriteEntry(SimulatedTable table)
    {
        var entry = new JsonObject
        {
            ["kind"] = "bigquery#table",
            ["id"] = table.Name.ToString(),
            ["tableReference"] = new JsonObject { ["projectId"] = table.Name.ProjectId, ["datasetId"] = table.Name.DatasetId, ["tableId"] = table.Name.TableId },
            ["type"] = "TABLE",
            ["creationTime"] = Text(table.CreatedAt),
        };
        if (table.ExpiresAt is { } end)
        {
            entry["expirationTime"] = Text(end);
        }

        return entry;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
