using System.Text.Json;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Contracts.Operations;

namespace BackendPlugins.Dashboard.Tests;

/// <summary>Jobs as the cluster would describe them.</summary>
internal static class Samples
{
    public static DateTimeOffset Now { get; } = new(2026, 3, 14, 9, 26, 53, TimeSpan.Zero);

    /// <summary>A well-formed key that differs per number.</summary>
    public static JobKey Key(int number = 0)
    {
        const string alphabet = "abcdefghijklmnopqrstuvwxyz234567";
        var hash = new string('q', 24) + alphabet[number / 32 % 32] + alphabet[number % 32];
        return new JobKey("bigquery_query_job_task", hash);
    }

    public static JobSummary Summary(int number = 0, JobPhase phase = JobPhase.Running) => new()
    {
        Key = Key(number).Value,
        Plugin = "BigQuery",
        Stage = phase.IsEnd() ? JobStage.Ended : phase == JobPhase.Running ? JobStage.Tracked : JobStage.Submitting,
        Phase = phase,
        Project = "sales",
        Domain = "production",
        Execution = "f5c1b8e2a9d04",
        Node = $"n{number}",
        Attempt = 1,
        ExternalId = $"flyte_f5c1b8e2a9d04_n{number}_1_qqqqqqqq",
        CreatedAt = Now.AddMinutes(-3).AddSeconds(-number),
        ChangedAt = Now.AddSeconds(-12),
        Message = "BigQuery says RUNNING",
    };

    public static JobSnapshot Running => new()
    {
        Key = Key(),
        Phase = JobPhase.Running,
        Stage = JobStage.Tracked,
        Message = "BigQuery says RUNNING",
        ObservedAt = Now.AddSeconds(-4),
        LogLinks = [new LogLink("BigQuery Console", "https://console.cloud.google.com/bigquery?project=sales&j=bq:EU:flyte_1")],
        CustomInfo = JsonSerializer.SerializeToElement(new { statistics = new { totalBytesProcessed = "123456" }, note = "a < b & c" }),
        ExternalId = "flyte_f5c1b8e2a9d04_n0_1_qqqqqqqq",
        CreatedAt = Now.AddMinutes(-3),
        ChangedAt = Now.AddSeconds(-12),
    };

    public static JobSnapshot Succeeded => Running with
    {
        Phase = JobPhase.Succeeded,
        Stage = JobStage.Ended,
        Message = "BigQuery says DONE",
        EndedAt = Now.AddSeconds(-12),
        Outputs = new JobOutputs(new Dictionary<string, Literal>
        {
            ["results"] = new StructuredDatasetLiteral("bq://sales.tmp.anon1", new StructuredDatasetLiteralType([], "parquet")),
            ["rows"] = new IntegerLiteral(42),
        }),
    };

    public static JobInspection Inspection(JobSnapshot? snapshot = null, AskedTask? asked = null) => new(
        Details(snapshot),
        asked ?? new AskedTask { Category = "bigquery_query_job_task", Project = "sales", Domain = "production", Execution = "f5c1b8e2a9d04", Node = "n0" },
        "127.0.0.1:11111@7");

    public static JobDetails Details(JobSnapshot? snapshot = null)
    {
        var job = snapshot ?? Running;
        List<JobEdge> history =
        [
            new(job.CreatedAt, JobStage.Accepted, JobPhase.Initializing, "accepted"),
            new(job.CreatedAt.AddMilliseconds(40), JobStage.Submitting, JobPhase.Initializing, "submit begins"),
            new(job.CreatedAt.AddSeconds(2.5), JobStage.Tracked, JobPhase.Initializing, "BigQuery has accepted the job"),
            new(job.ChangedAt, job.Stage, job.Phase, job.Message),
        ];
        return new JobDetails(
            job,
            new JobIdentity(job.Key, "family1234", 1),
            "BigQuery",
            null,
            new Dictionary<string, string> { ["project"] = "sales", ["location"] = "EU" },
            history,
            job.Stage == JobStage.Ended ? null : Now.AddSeconds(3));
    }
}
