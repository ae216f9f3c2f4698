using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BackendPlugins.Simulators.BigQuery.Jobs;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>Writes a job's statistics. Bytes and slot time grow with the running time; a job that stopped early keeps what it had used.</summary>
internal static class StatisticsJson
{
    /// <param name="writer">Within the job.</param>
    /// <param name="job">The job.</param>
    /// <param name="moment">The job at the time of asking.</param>
    /// <param name="now">That time, epoch milliseconds.</param>
    /// <param name="detailed">With query plan and timeline, which lists leave out.</param>
    public static void Write(Utf8JsonWriter writer, SimulatedJob job, JobMoment moment, long now, bool detailed)
    {
        var plan = job.Plan;
        writer.WriteStartObject("statistics");
        WriteInt64(writer, "creationTime", job.CreatedAt);
        if (moment.StartTime is { } start)
        {
            var (bytes, slotMs) = ((long)(plan.Bytes * moment.Progress), (long)(plan.SlotMs * moment.Progress));
            WriteInt64(writer, "startTime", start);
            if (moment.EndTime is { } end)
            {
                WriteInt64(writer, "endTime", end);
                WriteInt64(writer, "finalExecutionDurationMs", end - start);
            }

            WriteInt64(writer, "totalBytesProcessed", bytes);
            WriteInt64(writer, "totalSlotMs", slotMs);
            if (job.Configuration.IsQuery)
            {
                writer.WriteStartObject("query");
                WriteQuery(writer, job, moment, bytes, slotMs);
                if (detailed && plan.Stages > 0 && plan.StatementType != StatementTypes.Script)
                {
                    QueryPlanJson.Write(writer, plan, start, moment, now);
                }

                writer.WriteEndObject();
            }
        }

        if (job.Children.Count > 0)
        {
            WriteInt64(writer, "numChildJobs", job.Children.Count(child => child.ExistsAt(now)));
        }

        if (job.Parent is { } parent)
        {
            writer.WriteString("parentJobId", parent.Key.JobId);
            writer.WritePropertyName("scriptStatistics");
            writer.WriteRawValue("{\"evaluationKind\":\"STATEMENT\"}"u8);
        }

        writer.WriteEndObject();
    }

    private static void WriteQuery(Utf8JsonWriter writer, SimulatedJob job, JobMoment moment, long bytes, long slotMs)
    {
        var plan = job.Plan;
        var failed = moment.Error is { Reason: not ErrorReasons.Stopped };
        writer.WriteString("statementType", plan.StatementType);
        WriteInt64(writer, "totalBytesProcessed", bytes);
        WriteInt64(writer, "estimatedBytesProcessed", plan.Bytes);
        WriteInt64(writer, "totalSlotMs", slotMs);
        if (!moment.IsDone)
        {
            return;
        }

        WriteInt64(writer, "totalBytesBilled", failed ? 0 : Billing.Billed(bytes));
        writer.WriteBoolean("cacheHit", plan.CacheHit);
        writer.WriteNumber("billingTier", 1);
        if (moment.Error is null && StatementTypes.IsDml(plan.StatementType))
        {
            WriteInt64(writer, "numDmlAffectedRows", plan.DmlRows);
        }

        if (moment.Error is null)
        {
            WriteDdl(writer, job);
        }
    }

    /// <summary>What DDL has done, and to which table.</summary>
    private static void WriteDdl(Utf8JsonWriter writer, SimulatedJob job)
    {
        var type = job.Plan.StatementType;
        // Most jobs are no DDL and need no look into their configuration.
        if (type is StatementTypes.Select or StatementTypes.Script || StatementTypes.IsDml(type)
            || StatementTarget.Of(job.Configuration.Query, type, job.Key, JsonNode.Parse(job.Configuration.Document.Span)?["query"]?["defaultDataset"]) is not { Operation: { } operation } target)
        {
            return;
        }

        writer.WriteString("ddlOperationPerformed", operation);
        writer.WritePropertyName("ddlTargetTable");
        target.Table.ToJson().WriteTo(writer);
    }

    private static void WriteInt64(Utf8JsonWriter writer, string name, long value) => writer.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
}
