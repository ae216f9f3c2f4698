using System.Text.Json.Nodes;
using BackendPlugins.Simulators.BigQuery.Api;
using BackendPlugins.Simulators.BigQuery.Jobs;
using BackendPlugins.Simulators.BigQuery.Rows;

namespace BackendPlugins.Simulators.BigQuery.Catalog;

/// <summary>The datasets and tables. Not thread-safe: its owner holds the lock.</summary>
/// <param name="requireDatasets">Whether a dataset must have been made before a job writes into it.</param>
internal sealed class DataCatalog(bool requireDatasets)
{
    private const long AnonymousLifeMs = 24 * 60 * 60 * 1000;
    private readonly SortedDictionary<(string ProjectId, string DatasetId), SimulatedDataset> _datasets = [];

    public IEnumerable<string> ProjectIds => _datasets.Keys.Select(key => key.ProjectId).Distinct();

    /// <summary>The project's datasets by id, without those of anonymous results.</summary>
    public IEnumerable<SimulatedDataset> Datasets(string projectId) => _datasets.Values.Where(dataset => dataset.ProjectId == projectId && !dataset.DatasetId.StartsWith('_'));

    public SimulatedDataset? FindDataset(string projectId, string datasetId) => _datasets.GetValueOrDefault((projectId, datasetId));

    /// <summary>The table; null when there is none or it has expired.</summary>
    public SimulatedTable? FindTable(TableName name, long now) =>
        FindDataset(name.ProjectId, name.DatasetId)?.Tables.GetValueOrDefault(name.TableId) is { } table && !(table.ExpiresAt <= now) ? table : null;

    public void AddDataset(string projectId, string datasetId, string location, long now, JsonObject? document) =>
        _datasets[(projectId, datasetId)] = new(projectId, datasetId, location, now, document);

    public void RemoveDataset(string projectId, string datasetId) => _datasets.Remove((projectId, datasetId));

    public void AddTable(TableName name, long now, JsonObject document) =>
        _datasets[(name.ProjectId, name.DatasetId)].Tables[name.TableId] = new(name, now, document)
        {
            ExpiresAt = long.TryParse(document["expirationTime"]?.ToString(), out var end) ? end : null,
        };

    public void RemoveTable(TableName name) => FindDataset(name.ProjectId, name.DatasetId)?.Tables.Remove(name.TableId);

    public void Clear() => _datasets.Clear();

    /// <summary>Why a job may not write there now; null when it may.</summary>
    public JobProblem? Refusal(Destination destination, string location, RowSource rows, long now)
    {
        var name = destination.Table;
        var dataset = FindDataset(name.ProjectId, name.DatasetId);
        if (name.IsAnonymous)
        {
            return null;
        }

        if (dataset is null ? requireDatasets : !dataset.IsImplied && dataset.Location != location)
        {
            return new(ErrorReasons.NotFound, $"Not found: Dataset {name.ProjectId}:{name.DatasetId} was not found in location {location}");
        }

        return FindTable(name, now) switch
        {
            null when destination.CreateDisposition == "CREATE_NEVER" => new(ErrorReasons.NotFound, $"Not found: Table {name} was not found in location {location}"),
            null => null,
            { RowCount: > 0 } when destination.WriteDisposition == "WRITE_EMPTY" => new(ErrorReasons.Duplicate, $"Already Exists: Table {name}"),
            { Columns.Count: > 0 } table when destination is { WriteDisposition: "WRITE_APPEND", MayChangeSchema: false } && rows.Columns.Count > 0 && !table.Columns.SequenceEqual(rows.Columns) =>
                new(ErrorReasons.Invalid, $"Provided Schema does not match Table {name}."),
            _ => null,
        };
    }

    /// <summary>Writes a finished job's rows.</summary>
    /// <returns>Why they could not be written; null when they were.</returns>
    public JobProblem? Write(Destination destination, string location, RowSource rows, long now)
    {
        if (Refusal(destination, location, rows, now) is { } refusal)
        {
            return refusal;
        }

        var name = destination.Table;
        if (FindDataset(name.ProjectId, name.DatasetId) is null)
        {
            AddDataset(name.ProjectId, name.DatasetId, location, now, document: null);
        }

        var table = FindTable(name, now);
        if (table is null)
        {
            table = new(name, now, []) { ExpiresAt = name.IsAnonymous ? now + AnonymousLifeMs : null };
            _datasets[(name.ProjectId, name.DatasetId)].Tables[name.TableId] = table;
        }

        table.Write(rows, replace: destination.WriteDisposition is not "WRITE_APPEND", now);
        return null;
    }
}
