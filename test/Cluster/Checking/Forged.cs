using BackendPlugins.Cluster.Runner.Checking;
using BackendPlugins.Cluster.Runner.Clients;
using BackendPlugins.Cluster.Runner.Nemesis;
using BackendPlugins.Cluster.Runner.Scenarios;
using BackendPlugins.Simulators.BigQuery.Books;
using Grpc.Core;
using Phase = BackendPlugins.Flyte.V1.Core.TaskExecution.Types.Phase;

namespace BackendPlugins.Cluster.Tests.Checking;

/// <summary>Evidence of one job in which all is well, to be spoiled.</summary>
internal sealed record Forged
{
    private static readonly DateTimeOffset Start = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    public AttemptScript Script { get; init; } = new() { Execution = "x", Node = "n", Attempt = 0, Runs = TimeSpan.FromSeconds(5) };

    public AttemptScript? Next { get; init; }

    public IReadOnlyList<Answer> Answers { get; init; } = [];

    public IReadOnlyList<JobBook> Books { get; init; } = [];

    public IReadOnlyList<StoredJob> Stored { get; init; } = [];

    public IReadOnlyList<Disturbed> Disturbed { get; init; } = [];

    /// <summary>Accepted, run, told, kept.</summary>
    public static Forged Success { get; } = new()
    {
        Answers = [Created(0), Got(2, Phase.Running), Got(8, Phase.Succeeded), Got(9, Phase.Succeeded)],
        Books = [Book("DONE")],
        Stored = [Row("SUCCEEDED")],
    };

    /// <summary>Accepted, run, deleted, stopped.</summary>
    public static Forged Deleted { get; } = new()
    {
        Answers = [Created(0), Got(2, Phase.Running), Deletion(3), Got(8, Phase.Aborted)],
        Books = [Book("DONE", "stopped")],
        Stored = [Row("ABORTED")],
    };

    /// <summary>Accepted and refused by the service.</summary>
    public static Forged Refused { get; } = new()
    {
        Script = Success.Script with { Refused = "accessDenied" },
        Answers = [Created(0), Got(2, Phase.Failed, "accessDenied")],
        Books = [Book(null) with { Inserts = 0, Query = null }],
        Stored = [Row("FAILED", "accessDenied")],
    };

    /// <summary>Two attempts of which the second took the place of the first.</summary>
    public static Forged Superseded { get; } = new()
    {
        Next = Success.Script with { Attempt = 1 },
        Answers = [Created(0), Got(2, Phase.Running), Created(3, attempt: 1), Got(8, Phase.Aborted), Got(9, Phase.Succeeded, attempt: 1)],
        Books = [Book("DONE", "stopped"), Book("DONE", attempt: 1)],
        Stored = [Row("ABORTED"), Row("SUCCEEDED", attempt: 1)],
    };

    public static DateTimeOffset At(double seconds) => Start + TimeSpan.FromSeconds(seconds);

    public static Answer Created(double at, int attempt = 0) => new()
    {
        Job = $"x/n/{attempt}", Call = CallKind.Create, Gateway = "gateway-0", SentAt = At(at), AnsweredAt = At(at + 0.1), Status = StatusCode.OK, Meta = $"meta-{attempt}",
    };

    public static Answer Got(double at, Phase phase, string errorCode = "", int attempt = 0) =>
        Created(at, attempt) with { Call = CallKind.Get, Meta = "", Phase = phase, ErrorCode = errorCode };

    public static Answer Deletion(double at) => Created(at) with { Call = CallKind.Delete, Meta = "" };

    public static Answer Failure(Answer answer, StatusCode status, bool broken = false) =>
        answer with { Status = status, Broken = broken, Phase = null, Meta = "" };

    public static JobBook Book(string? state, string? errorReason = null, int attempt = 0) => new()
    {
        ProjectId = "tests", Location = "US", JobId = $"flyte_x_n_{attempt}", InsertCalls = 1, Inserts = 1, Conflicts = 0, Gets = 3, Cancels = 0,
        State = state, ErrorReason = errorReason, Labels = new Dictionary<string, string>(), Query = $"SELECT 'x/n/{attempt}' /* sim: duration=5000ms */",
        CreationTime = At(1).ToUnixTimeMilliseconds(), StartTime = At(1).ToUnixTimeMilliseconds(),
        EndTime = state == "DONE" ? At(6).ToUnixTimeMilliseconds() : null,
    };

    public static StoredJob Row(string phase, string errorCode = "", int attempt = 0) => new()
    {
        Key = $"category/key-{attempt}", Name = $"x/n/{attempt}", ExternalId = $"flyte_x_n_{attempt}", Stage = "ENDED", Phase = phase, GrainPhase = phase, ErrorCode = errorCode,
        History =
        [
            new StoredEdge(At(0), "ACCEPTED", "INITIALIZING", "accepted"),
            new StoredEdge(At(0.5), "SUBMITTING", "INITIALIZING", "submitting"),
            new StoredEdge(At(1), "TRACKED", "RUNNING", "running"),
            new StoredEdge(At(6), "ENDED", phase, "over"),
        ],
    };

    public static Disturbed Down(double from, double until, bool excuses = true, string? gateway = null) => new(At(from), At(until), "KillSilo 0", excuses, gateway);

    public Evidence ToEvidence() => new()
    {
        Nodes = [new NodeScript(TimeSpan.Zero, TimeSpan.FromSeconds(1), 1, Next is null ? [Script] : [Script, Next])],
        Answers = Answers, Books = Books, Stored = Stored, Disturbed = Disturbed,
    };

    /// <summary>What the checker finds.</summary>
    public IEnumerable<string> Findings() => Checker.Check(ToEvidence()).Select(violation => violation.Invariant).Distinct();
}
