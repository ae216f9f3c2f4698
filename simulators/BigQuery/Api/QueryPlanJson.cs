using System.Globalization;
using System.Text.Json;
using BackendPlugins.Simulators.BigQuery.Jobs;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>Writes a query's stages and timeline. The stages share the running time evenly, each with ten units of work that are done one after the other.</summary>
internal static class QueryPlanJson
{
    private const int UnitsPerStage = 10;
    private const int MostSamples = 20;
    private const long LeastSampleMs = 1_000;

    public static void Write(Utf8JsonWriter writer, JobPlan plan, long start, JobMoment moment, long now)
    {
        writer.WriteStartArray("queryPlan");
        for (var stage = 0; stage < plan.Stages; stage++)
        {
            WriteStage(writer, plan, stage, start, moment);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("timeline");
        var elapsed = (moment.EndTime ?? now) - start;
        var step = Math.Max(LeastSampleMs, plan.DurationMs / MostSamples);
        for (var at = Math.Min(step, elapsed); elapsed > 0; at = Math.Min(at + step, elapsed))
        {
            WriteSample(writer, plan, at);
            if (at == elapsed)
            {
                break;
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteStage(Utf8JsonWriter writer, JobPlan plan, int stage, long start, JobMoment moment)
    {
        var share = Math.Clamp((moment.Progress * plan.Stages) - stage, 0, 1);
        var (last, slice) = (stage == plan.Stages - 1, plan.DurationMs / plan.Stages);
        writer.WriteStartObject();
        writer.WriteString("name", string.Create(CultureInfo.InvariantCulture, $"S{stage:00}: {(stage == 0 ? "Input" : last ? "Output" : "Join+")}"));
        WriteInt64(writer, "id", stage);
        var begun = moment.Progress * plan.Stages >= stage && (stage == 0 || share > 0);
        writer.WriteString("status", share >= 1 ? "COMPLETE" : begun ? moment.IsDone ? "FAILED" : "RUNNING" : "PENDING");
        if (stage > 0)
        {
            writer.WriteStartArray("inputStages");
            writer.WriteStringValue((stage - 1).ToString(CultureInfo.InvariantCulture));
            writer.WriteEndArray();
        }

        if (begun)
        {
            WriteInt64(writer, "startMs", start + (stage * slice));
        }

        if (share >= 1)
        {
            WriteInt64(writer, "endMs", last ? start + plan.DurationMs : start + ((stage + 1) * slice));
        }

        WriteInt64(writer, "parallelInputs", UnitsPerStage);
        WriteInt64(writer, "completedParallelInputs", (long)(UnitsPerStage * share));
        WriteInt64(writer, "recordsRead", (long)((plan.ResultRows ?? 1) * share));
        WriteInt64(writer, "recordsWritten", (long)((plan.ResultRows ?? 1) * share));
        WriteInt64(writer, "shuffleOutputBytes", last ? 0 : (long)(plan.Bytes * share / 10));
        WriteInt64(writer, "shuffleOutputBytesSpilled", 0);
        WriteInt64(writer, "slotMs", (long)(plan.SlotMs / plan.Stages * share));
        writer.WriteString("computeMode", "BIGQUERY");
        writer.WriteEndObject();
    }

    private static void WriteSample(Utf8JsonWriter writer, JobPlan plan, long elapsed)
    {
        var share = plan.DurationMs == 0 ? 1 : Math.Min(1, (double)elapsed / plan.DurationMs);
        var (units, active) = (plan.Stages * UnitsPerStage, share < 1 ? 1 : 0);
        var completed = (long)(units * share);
        writer.WriteStartObject();
        WriteInt64(writer, "elapsedMs", elapsed);
        WriteInt64(writer, "totalSlotMs", (long)(plan.SlotMs * share));
        WriteInt64(writer, "pendingUnits", units - completed);
        WriteInt64(writer, "completedUnits", completed);
        WriteInt64(writer, "activeUnits", active);
        writer.WriteEndObject();
    }

    private static void WriteInt64(Utf8JsonWriter writer, string name, long value) => writer.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
}
