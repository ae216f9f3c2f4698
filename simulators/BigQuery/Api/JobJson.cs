using System.Globalization;
using System.Text.Json;
using BackendPlugins.Simulators.BigQuery.Jobs;
using BackendPlugins.Simulators.BigQuery.Rows;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>Writes jobs as the service does: int64 as strings, times as epoch milliseconds, absent members left out.</summary>
internal sealed class JobJson(Lazy<Uri> endpoint)
{
    private const string UserEmail = "simulator@simulated.iam.gserviceaccount.com";

    public void WriteJob(Utf8JsonWriter writer, SimulatedJob job, long now)
    {
        var moment = job.At(now);
        writer.WriteStartObject();
        WriteHead(writer, job, moment);
        writer.WriteString("selfLink", $"{endpoint.Value}bigquery/v2/projects/{job.Key.ProjectId}/jobs/{job.Key.JobId}?location={job.Key.Location}");
        WriteUser(writer);
        WriteConfiguration(writer, job);
        StatisticsJson.Write(writer, job, moment, now, detailed: true);
        WriteStatus(writer, job, moment);
        writer.WritePropertyName("jobCreationReason");
        writer.WriteStartObject();
        writer.WriteString("code", "REQUESTED");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>An entry of jobs.list; status, user and configuration are there with the full projection only.</summary>
    public static void WriteListEntry(Utf8JsonWriter writer, SimulatedJob job, long now, bool full)
    {
        var moment = job.At(now);
        writer.WriteStartObject();
        WriteHead(writer, job, moment);
        writer.WriteString("state", moment.State);
        if (moment.Error is { } error)
        {
            WriteProblem(writer, "errorResult", error);
        }

        StatisticsJson.Write(writer, job, moment, now, detailed: false);
        if (full)
        {
            WriteStatus(writer, job, moment);
            WriteUser(writer);
            WriteConfiguration(writer, job);
        }

        writer.WriteEndObject();
    }

    /// <summary>The answer to a dry run: done at once, under no id, with what the query would read.</summary>
    public static void WriteDryRun(Utf8JsonWriter writer, JobKey key, JobConfiguration configuration, JobPlan plan, long now)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", "bigquery#job");
        writer.WriteString("etag", Etag($"{key}/dry"));
        writer.WriteString("id", $"{key.ProjectId}:{key.Location}.");
        WriteUser(writer);
        writer.WritePropertyName("configuration");
        writer.WriteRawValue(configuration.Document.Span);
        writer.WritePropertyName("jobReference");
        writer.WriteStartObject();
        writer.WriteString("projectId", key.ProjectId);
        writer.WriteString("location", key.Location);
        writer.WriteEndObject();
        writer.WritePropertyName("statistics");
        writer.WriteStartObject();
        WriteInt64(writer, "creationTime", now);
        WriteInt64(writer, "totalBytesProcessed", plan.Bytes);
        writer.WritePropertyName("query");
        writer.WriteStartObject();
        writer.WriteString("statementType", plan.StatementType);
        WriteInt64(writer, "totalBytesProcessed", plan.Bytes);
        WriteInt64(writer, "totalBytesBilled", 0);
        writer.WriteString("totalBytesProcessedAccuracy", "PRECISE");
        writer.WriteBoolean("cacheHit", plan.CacheHit);
        RowPage.WriteSchema(writer, JobRows.Of(configuration.Query, configuration.Document, plan).Columns);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WritePropertyName("status");
        writer.WriteStartObject();
        writer.WriteString("state", JobMoment.Done);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter writer, SimulatedJob job, JobMoment moment)
    {
        writer.WriteString("kind", "bigquery#job");
        writer.WriteString("etag", Etag($"{job.Key}/{moment.State}"));
        writer.WriteString("id", job.Key.ToString());
        WriteReference(writer, job.Key);
    }

    public static void WriteReference(Utf8JsonWriter writer, JobKey key)
    {
        writer.WriteStartObject("jobReference");
        writer.WriteString("projectId", key.ProjectId);
        writer.WriteString("jobId", key.JobId);
        writer.WriteString("location", key.Location);
        writer.WriteEndObject();
    }

    private static void WriteUser(Utf8JsonWriter writer)
    {
        writer.WriteString("user_email", UserEmail);
        writer.WriteString("principal_subject", $"serviceAccount:{UserEmail}");
    }

    private static void WriteConfiguration(Utf8JsonWriter writer, SimulatedJob job)
    {
        writer.WritePropertyName("configuration");
        writer.WriteRawValue(job.Configuration.Document.Span, skipInputValidation: true);
    }

    private static void WriteStatus(Utf8JsonWriter writer, SimulatedJob job, JobMoment moment)
    {
        writer.WritePropertyName("status");
        writer.WriteStartObject();
        writer.WriteString("state", moment.State);
        if (moment.Error is { } error)
        {
            WriteProblem(writer, "errorResult", error);
        }

        WriteProblems(writer, job, moment);
        writer.WriteEndObject();
    }

    /// <summary>The member <c>errors</c>: what failed the job and what failed nothing.</summary>
    public static void WriteProblems(Utf8JsonWriter writer, SimulatedJob job, JobMoment moment)
    {
        var warnings = moment.State == JobMoment.Pending ? 0 : job.Plan.Warnings;
        if (moment.Error is not null || warnings > 0)
        {
            writer.WriteStartArray("errors");
            if (moment.Error is { } first)
            {
                WriteProblem(writer, null, first);
            }

            for (var number = 1; number <= warnings; number++)
            {
                WriteProblem(writer, null, new(ErrorReasons.Invalid, $"Simulated warning {number}: a row was skipped.", "query"));
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteProblem(Utf8JsonWriter writer, string? name, JobProblem problem)
    {
        if (name is not null)
        {
            writer.WritePropertyName(name);
        }

        writer.WriteStartObject();
        writer.WriteString("reason", problem.Reason);
        if (problem.Location is not null)
        {
            writer.WriteString("location", problem.Location);
        }

        writer.WriteString("message", problem.Message);
        writer.WriteEndObject();
    }

    private static void WriteInt64(Utf8JsonWriter writer, string name, long value) =>
        writer.WriteString(name, value.ToString(CultureInfo.InvariantCulture));

    private static string Etag(string of) => StableHash.Hex(of, 22);
}
