using BackendPlugins.Contracts;
using BackendPlugins.Grains.Life;

namespace BackendPlugins.Grains.Tests;

/// <summary>The whole table of the state machine: every stage, cancelled or not, against everything that can happen.</summary>
public sealed class JobLifeTests
{
    private const string Same = "=";

    private static readonly Dictionary<string, JobRecord> From = new()
    {
        ["accepted"] = Records.Accepted,
        ["submitting"] = Records.Submitting,
        ["submitting, cancelled"] = Records.Submitting.Cancelling(),
        ["waiting"] = Records.Waiting,
        ["waiting, cancelled"] = Records.Waiting.Cancelling(),
        ["running"] = Records.Running,
        ["running, cancelled"] = Records.Running.Cancelling(),
        ["succeeded"] = Records.Succeeded,
        ["aborted"] = Records.Accepted.Cancelling(),
    };

    private static readonly Dictionary<string, Func<JobRecord, JobRecord>> Events = new()
    {
        ["begin submit"] = job => JobLife.BeginSubmit(job, Records.Later),
        ["request cancel"] = job => JobLife.RequestCancel(job, "why", Records.Later),
        ["pending"] = Sees(ServicePhase.Pending),
        ["running"] = Sees(ServicePhase.Running),
        ["succeeded"] = Sees(ServicePhase.Succeeded),
        ["failed"] = Sees(ServicePhase.Failed),
        ["retryable"] = Sees(ServicePhase.RetryableFailed),
        ["cancelled"] = Sees(ServicePhase.Cancelled),
        ["refused"] = job => JobLife.Observe(job, Evidence.Refused, Records.Later),
        ["refused, retryable"] = job => JobLife.Observe(job, new JobRefused(Evidence.Error with { Retryable = true }), Records.Later),
        ["missing"] = job => JobLife.Observe(job, Evidence.Missing, Records.Later),
        ["conclude"] = job => JobLife.Conclude(job, "notFound", Records.Later),
        ["conclude unknown"] = job => JobLife.ConcludeUnknown(job, "notFound", Records.Later),
        ["abandon"] = job => JobLife.Abandon(job, Records.Later),
    };

    private static readonly string[] Order =
    [
        "begin submit", "request cancel", "pending", "running", "succeeded", "failed", "retryable", "cancelled",
        "refused", "refused, retryable", "missing", "conclude", "conclude unknown", "abandon",
    ];

    private static readonly Dictionary<string, string[]> Table = new()
    {
        ["accepted"] =
        [
            "Submitting/Initializing", "Ended/Aborted", "Tracked/Initializing", "Tracked/Running", "Ended/Succeeded", "Ended/Failed",
            "Ended/RetryableFailed", "Ended/Failed", "Ended/Failed", "Ended/RetryableFailed", Same, "Ended/RetryableFailed",
            "Ended/RetryableFailed", "Ended/Aborted",
        ],
        ["submitting"] =
        [
            Same, "Submitting/Initializing, cancelled", "Tracked/Initializing", "Tracked/Running", "Ended/Succeeded", "Ended/Failed",
            "Ended/RetryableFailed", "Ended/Failed", "Ended/Failed", "Ended/RetryableFailed", Same, "Ended/RetryableFailed",
            "Ended/RetryableFailed", "Ended/Aborted",
        ],
        ["submitting, cancelled"] =
        [
            Same, Same, "Tracked/Initializing, cancelled", "Tracked/Running, cancelled", "Ended/Succeeded", "Ended/Failed",
            "Ended/RetryableFailed", "Ended/Aborted", "Ended/Aborted", "Ended/Aborted", Same, "Ended/Aborted",
            "Ended/RetryableFailed", "Ended/Aborted",
        ],
        ["waiting"] =
        [
            Same, "Tracked/Initializing, cancelled", "Tracked/Initializing", "Tracked/Running", "Ended/Succeeded", "Ended/Failed",
            "Ended/RetryableFailed", "Ended/Failed", "Ended/Failed", "Ended/RetryableFailed", Same, "Ended/RetryableFailed",
            "Ended/RetryableFailed", "Ended/Aborted",
        ],
        ["waiting, cancelled"] =
        [
            Same, Same, "Tracked/Initializing, cancelled", "Tracked/Running, cancelled", "Ended/Succeeded", "Ended/Failed",
            "Ended/RetryableFailed", "Ended/Aborted", "Ended/Aborted", "Ended/Aborted", Same, "Ended/Aborted",
            "Ended/RetryableFailed", "Ended/Aborted",
        ],
        ["running"] =
        [
            Same, "Tracked/Running, cancelled", "Tracked/Running", "Tracked/Running", "Ended/Succeeded", "Ended/Failed",
            "Ended/RetryableFailed", "Ended/Failed", "Ended/Failed", "Ended/RetryableFailed", Same, "Ended/RetryableFailed",
            "Ended/RetryableFailed", "Ended/Aborted",
        ],
        ["running, cancelled"] =
        [
            Same, Same, "Tracked/Running, cancelled", "Tracked/Running, cancelled", "Ended/Succeeded", "Ended/Failed",
            "Ended/RetryableFailed", "Ended/Aborted", "Ended/Aborted", "Ended/Aborted", Same, "Ended/Aborted",
            "Ended/RetryableFailed", "Ended/Aborted",
        ],
        ["succeeded"] = [.. Order.Select(_ => Same)],
        ["aborted"] = [.. Order.Select(_ => Same)],
    };

    public static TheoryData<string, string, string> Edges()
    {
        var edges = new TheoryData<string, string, string>();
        foreach (var (from, row) in Table)
        {
            row.Length.ShouldBe(Order.Length);
            for (var i = 0; i < row.Length; i++)
            {
                edges.Add(from, Order[i], row[i]);
            }
        }

        return edges;
    }

    [Fact]
    public void The_table_names_every_state_and_every_event()
    {
        Table.Keys.ShouldBe(From.Keys, ignoreOrder: true);
        Order.ShouldBe(Events.Keys, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Edges))]
    public void Every_stage_answers_every_event_as_the_table_says(string from, string what, string to)
    {
        var before = From[from];

        var after = Events[what](before);

        if (to == Same)
        {
            after.ShouldBeSameAs(before);
            return;
        }

        var wasCancelled = before.Cancel is not null || what == "request cancel";
        $"{after.Stage}/{after.Phase}{(after.Stage != JobStage.Ended && after.Cancel is not null ? ", cancelled" : "")}".ShouldBe(to);
        (after.Cancel is not null).ShouldBe(wasCancelled);
        (after.EndedAt == Records.Later).ShouldBe(after.Stage == JobStage.Ended);
        after.Phase.IsEnd().ShouldBe(after.Stage == JobStage.Ended);
        (after.Error is not null).ShouldBe(after.Phase is JobPhase.Failed or JobPhase.RetryableFailed);
        after.Identity.ShouldBeSameAs(before.Identity);
        after.Task.ShouldBeSameAs(before.Task);
        after.CreatedAt.ShouldBe(before.CreatedAt);
        if (JobLife.IsEdge(before, after))
        {
            after.ChangedAt.ShouldBe(Records.Later);
            after.History.Count.ShouldBe(before.History.Count + 1);
            after.History[^1].ShouldBe(new JobEdge(Records.Later, after.Stage, after.Phase, after.Message));
        }
        else
        {
            (after.Stage, after.Phase, after.ChangedAt).ShouldBe((before.Stage, before.Phase, before.ChangedAt));
        }
    }

    private static Func<JobRecord, JobRecord> Sees(ServicePhase phase) =>
        job => JobLife.Observe(job, Evidence.Seen(Evidence.External, phase), Records.Later);
}
