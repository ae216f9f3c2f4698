using System.Text.Json;
using System.Text.Json.Nodes;

namespace BackendPlugins.BigQuery;

/// <summary>The facts of a job that Flyte's console shows as custom info. A few kilobytes at most: Flyte keeps it with the task.</summary>
internal static class JobFacts
{
    private const int MostTables = 10;
    private const int MostStages = 3;
    private const int LongestName = 200;

    public static JsonElement Of(JobAddress address, JobStatistics? statistics)
    {
        var query = statistics?.Query;
        var info = new JsonObject { ["jobId"] = address.JobId, ["project"] = address.Project };
        Add("location", address.Location);
        Add("statementType", query?.StatementType);
        Add("cacheHit", query?.CacheHit);
        Add("totalBytesProcessed", BytesProcessed(statistics));
        Add("totalBytesBilled", query?.TotalBytesBilled);
        Add("totalSlotMs", query?.TotalSlotMs ?? statistics?.TotalSlotMs);
        Add("numDmlAffectedRows", query?.NumDmlAffectedRows);
        Add("numChildJobs", statistics?.NumChildJobs);
        Add("reservation", Cut(statistics?.Reservation));
        Add("creationTime", statistics?.CreationTime);
        Add("startTime", statistics?.StartTime);
        Add("endTime", statistics?.EndTime);
        AddTables(info, query?.ReferencedTables);
        AddStages(info, query?.QueryPlan);
        return JsonSerializer.SerializeToElement(info, PluginJson.Options);

        void Add<T>(string name, T? value)
        {
            if (value is not null)
            {
                info[name] = JsonValue.Create(value);
            }
        }
    }

    public static long? BytesProcessed(JobStatistics? statistics) => statistics?.Query?.TotalBytesProcessed ?? statistics?.TotalBytesProcessed;

    private static void AddTables(JsonObject info, IReadOnlyList<TableReference>? tables)
    {
        if (tables is not { Count: > 0 })
        {
            return;
        }

        info["referencedTables"] = new JsonArray([.. tables.Take(MostTables).Select(table => JsonValue.Create(Cut($"{table.ProjectId}:{table.DatasetId}.{table.TableId}")))]);
        if (tables.Count > MostTables)
        {
            info["referencedTableCount"] = tables.Count;
        }
    }

    private static void AddStages(JsonObject info, IReadOnlyList<QueryStage>? stages)
    {
        if (stages is not { Count: > 0 })
        {
            return;
        }

        info["stages"] = new JsonObject
        {
            ["count"] = stages.Count,
            ["complete"] = stages.Count(stage => stage.Status is "COMPLETE"),
            ["last"] = new JsonArray([.. stages.TakeLast(MostStages).Select(stage => JsonValue.Create(Cut(stage.Name)))]),
        };
    }

    private static string? Cut(string? text) => text is { Length: > LongestName } ? $"{text[..LongestName]}…" : text;
}
