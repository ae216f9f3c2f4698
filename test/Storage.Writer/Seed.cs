using System.Text.Json;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace BackendPlugins.Storage.Writer;

/// <summary>A store with the jobs of a week, as a busy cluster leaves them: all ended, so that no silo takes any of them up.</summary>
public static class Seed
{
    private static readonly string[] Projects = ["sales", "pricing", "growth", "risk", "search", "supply"];
    private static readonly string[] Domains = ["production", "production", "staging", "development"];

    private static readonly (JobPhase Phase, string Message, string Code)[] Ends =
    [
        (JobPhase.Failed, "Syntax error: Expected end of input but got keyword SELECT at [3:1]", "invalidQuery"),
        (JobPhase.Failed, "Access Denied: Table finance:ledger.entries: User does not have permission to query it", "accessDenied"),
        (JobPhase.RetryableFailed, "Exceeded rate limits: too many concurrent queries for this project", "rateLimitExceeded"),
        (JobPhase.Aborted, "deleted by Flyte; cancelled", ""),
    ];

    /// <summary>Writes the jobs, so many at once that they fill the store's groups.</summary>
    public static async Task WriteAsync(string provider, string connection, int count)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("JobStore:Provider", provider), new("ConnectionStrings:Jobs", connection)]).Build();
        await using var services = new ServiceCollection().AddLogging().AddJobStore(configuration).AddJobGrainStorage().BuildServiceProvider();
        services.GetRequiredService<JobStoreMigrations>().Apply();
        var storage = services.GetRequiredKeyedService<IGrainStorage>("jobs");
        var now = TimeProvider.System.GetUtcNow();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 1000 }, async (number, _) =>
        {
            var job = Job(number, count, now);
            var state = new GrainState<JobState>(new JobState { Record = job });
            await storage.WriteStateAsync("job", GrainId.Create("job", job.Identity.Key.Value), state);
        });
        Console.WriteLine($"{count} jobs written");
    }

    private static JobRecord Job(int number, int count, DateTimeOffset now)
    {
        // The same number is always the same job but for the time.
        var dice = new Random(number);
        // Days have a rush hour every eight hours; the newest jobs come first.
        var share = (number + dice.NextDouble()) / count;
        var age = (TimeSpan.FromDays(3) * share) + (TimeSpan.FromHours(0.9) * (1 - Math.Cos(share * 9 * 2 * Math.PI)));
        var accepted = now - age - TimeSpan.FromSeconds(90);
        var (submitted, ran) = (accepted.AddMilliseconds(4 + dice.Next(60)), accepted.AddMilliseconds(400 + dice.Next(2_000)));
        var ended = ran.AddSeconds(Math.Min(1 + (-20 * Math.Log(1 - dice.NextDouble())), 80));
        var end = dice.Next(100) < 93 ? (Phase: JobPhase.Succeeded, Message: "BigQuery says DONE", Code: "") : Ends[dice.Next(Ends.Length)];
        var (project, domain) = (Projects[dice.Next(Projects.Length)], Domains[dice.Next(Domains.Length)]);
        var (execution, node) = ($"f{number / 8:x4}{Hash(number / 8)}", $"n{number % 8}");
        var task = new TaskRequest
        {
            Category = new TaskCategory("bigquery_query_job_task"),
            Template = new TaskTemplate
            {
                Id = TaskIdentifier.None with { Project = project, Domain = domain, Name = $"{project}.daily.aggregate_{number % 8}", Version = "v12" },
                Sql = new SqlStatement($"SELECT region, SUM(amount) AS total\nFROM `{project}.orders.lines`\nWHERE day = @day\nGROUP BY region"),
                Custom = JsonSerializer.SerializeToElement(new { ProjectID = project, Location = "EU" }),
                Timeout = TimeSpan.FromHours(1),
                Retries = 2,
            },
            Inputs = new Dictionary<string, Literal> { ["day"] = new StringLiteral("2026-11-24") },
            OutputPrefix = $"s3://flyte/metadata/{execution}/{node}/0",
            Execution = new TaskExecution { Id = new TaskExecutionId(TaskIdentifier.None, project, domain, execution, node, 0), MaxAttempts = 3 },
        };
        var identity = JobIdentity.Of(task)!;
        var id = $"flyte_{execution}_{node}_0_{identity.Key.Hash[..12]}";
        return new JobRecord
        {
            Identity = identity,
            Task = task,
            Fingerprint = "seed",
            Plugin = "BigQuery",
            External = new ExternalJob(id, new Dictionary<string, string> { ["project"] = project, ["location"] = "EU" }),
            Stage = JobStage.Ended,
            Phase = end.Phase,
            Message = end.Message,
            Error = end.Code.Length > 0 ? new JobError(end.Code, end.Message, Retryable: end.Phase == JobPhase.RetryableFailed) : null,
            LogLinks = [new LogLink("BigQuery Console", $"https://console.cloud.google.com/bigquery?project={project}&j=bq:EU:{id}&page=queryresults")],
            CustomInfo = JsonSerializer.SerializeToElement(new { jobId = id, project, location = "EU", totalBytesBilled = 10_485_760L * dice.Next(1, 400), totalSlotMs = dice.Next(1_000, 900_000), cacheHit = false }),
            CreatedAt = accepted,
            ChangedAt = ended,
            SubmitStartedAt = submitted,
            EndedAt = ended,
            History =
            [
                new JobEdge(accepted, JobStage.Accepted, JobPhase.Initializing, $"accepted; will run as {id}"),
                new JobEdge(submitted, JobStage.Submitting, JobPhase.Initializing, "submitting"),
                new JobEdge(ran, JobStage.Tracked, JobPhase.Running, "BigQuery says RUNNING"),
                new JobEdge(ended, JobStage.Ended, end.Phase, end.Message),
            ],
        };
    }

    private static string Hash(int number) => (number * 2654435761L % 0xffff_ffffL).ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
}
