using System.Globalization;
using System.Text.Json;
using BackendPlugins.Simulators.BigQuery.Jobs;
using BackendPlugins.Simulators.BigQuery.Rows;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>Writes the answers of jobs.query and jobs.getQueryResults.</summary>
internal static class QueryJson
{
    public static void WriteResponse(Utf8JsonWriter writer, SimulatedJob job, JobMoment moment, RowPage page, int limit, bool jobOptional)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", "bigquery#queryResponse");
        var whole = WriteOutcome(writer, job, moment, page, limit);
        // Without a job of its own a result can only be whole.
        if (jobOptional && moment.IsDone && whole)
        {
            writer.WriteString("queryId", job.Key.JobId);
        }
        else
        {
            JobJson.WriteReference(writer, job.Key);
            writer.WriteStartObject("jobCreationReason");
            writer.WriteString("code", jobOptional ? moment.IsDone ? "LARGE_RESULTS" : "LONG_RUNNING" : "REQUESTED");
            writer.WriteEndObject();
        }

        writer.WriteString("location", job.Key.Location);
        if (moment.IsDone)
        {
            writer.WriteString("statementType", job.Plan.StatementType);
            WriteInt64(writer, "creationTime", job.CreatedAt);
            WriteInt64(writer, "startTime", moment.StartTime!.Value);
            WriteInt64(writer, "endTime", moment.EndTime!.Value);
            WriteInt64(writer, "totalSlotMs", job.Plan.SlotMs);
            WriteInt64(writer, "totalBytesBilled", Billing.Billed(job.Plan.Bytes));
        }

        writer.WriteEndObject();
    }

    public static void WriteResults(Utf8JsonWriter writer, SimulatedJob job, JobMoment moment, RowPage page, int limit)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", "bigquery#getQueryResultsResponse");
        writer.WriteString("etag", StableHash.Hex($"{job.Key}/{moment.State}/{page.Start}", 22));
        JobJson.WriteReference(writer, job.Key);
        WriteOutcome(writer, job, moment, page, limit);
        writer.WriteEndObject();
    }

    public static void WriteDryRun(Utf8JsonWriter writer, Admission admitted)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", "bigquery#queryResponse");
        RowPage.WriteSchema(writer, JobRows.Of(admitted.Configuration.Query, admitted.Configuration.Document, admitted.Plan).Columns);
        writer.WriteStartObject("jobReference");
        writer.WriteString("projectId", admitted.Key.ProjectId);
        writer.WriteString("location", admitted.Key.Location);
        writer.WriteEndObject();
        WriteInt64(writer, "totalBytesProcessed", admitted.Plan.Bytes);
        writer.WriteBoolean("jobComplete", true);
        writer.WriteBoolean("cacheHit", admitted.Plan.CacheHit);
        writer.WriteEndObject();
    }

    /// <returns>Whether all rows are in the answer.</returns>
    private static bool WriteOutcome(Utf8JsonWriter writer, SimulatedJob job, JobMoment moment, RowPage page, int limit)
    {
        writer.WriteBoolean("jobComplete", moment.IsDone);
        if (!moment.IsDone)
        {
            return false;
        }

        JobJson.WriteProblems(writer, job, moment);
        var told = JobRows.ResultOf(job);
        var rows = told.Plan.StatementType == StatementTypes.Select ? JobRows.Of(told) : RowSource.Empty;
        if (rows.Columns.Count > 0)
        {
            RowPage.WriteSchema(writer, rows.Columns);
        }

        var whole = page.Write(writer, rows, rows.Columns, limit);
        WriteInt64(writer, "totalBytesProcessed", job.Plan.Bytes);
        writer.WriteBoolean("cacheHit", job.Plan.CacheHit);
        if (StatementTypes.IsDml(told.Plan.StatementType))
        {
            WriteInt64(writer, "numDmlAffectedRows", told.Plan.DmlRows);
        }

        return whole;
    }

    private static void WriteInt64(Utf8JsonWriter writer, string name, long value) => writer.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
}
