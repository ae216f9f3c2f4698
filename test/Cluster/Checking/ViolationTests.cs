using BackendPlugins.Cluster.Runner.Checking;
using BackendPlugins.Cluster.Runner.Checking.Invariants;
using Grpc.Core;
using static BackendPlugins.Cluster.Tests.Checking.Forged;
using Phase = BackendPlugins.Flyte.V1.Core.TaskExecution.Types.Phase;

namespace BackendPlugins.Cluster.Tests.Checking;

/// <summary>Evidence with one thing wrong: the checker names that thing and no other.</summary>
public sealed class ViolationTests
{
    private static StoredJob Unfinished => Row("RUNNING") with { Stage = "TRACKED", History = [.. Row("RUNNING").History.SkipLast(1)] };

    [Fact]
    public void An_accepted_job_that_the_store_does_not_have() => (Success with { Stored = [] }).Findings().ShouldBe([Acceptance.Kept]);

    [Fact]
    public void An_attempt_that_became_two_jobs() =>
        (Success with { Stored = [Row("SUCCEEDED"), Row("SUCCEEDED") with { Key = "category/other" }] }).Findings().ShouldBe([Acceptance.OnlyOnce]);

    [Fact]
    public void A_repeated_create_that_answered_another_job() =>
        (Success with { Answers = [.. Success.Answers, Created(9) with { Meta = "other" }] }).Findings().ShouldBe([Acceptance.SameMeta]);

    [Fact]
    public void An_accepted_job_that_did_not_end() =>
        (Success with { Answers = [Created(0), Got(2, Phase.Running)], Books = [Book("RUNNING")], Stored = [Unfinished] }).Findings().ShouldBe([Acceptance.Ends]);

    [Fact]
    public void A_job_of_an_unanswered_create_that_did_not_end() => (Success with
    {
        Answers = [Failure(Created(0), StatusCode.Unavailable)], Books = [Book("RUNNING")], Stored = [Unfinished], Disturbed = [Down(0, 1)],
    }).Findings().ShouldBe([Acceptance.Ends]);

    [Fact]
    public void A_grain_that_tells_another_phase_than_the_store() =>
        (Success with { Stored = [Row("SUCCEEDED") with { GrainPhase = "RUNNING" }] }).Findings().ShouldBe([Acceptance.OneTruth]);

    [Fact]
    public void A_job_that_was_made_twice_under_one_id() => (Success with { Books = [Book("DONE") with { Inserts = 2 }] }).Findings().ShouldBe([Submission.NotTwice]);

    [Fact]
    public void A_job_that_was_made_under_two_ids() => (Success with { Books = [Book("DONE"), Book("DONE") with { JobId = "other" }] }).Findings().ShouldBe([Submission.NotTwice]);

    [Theory]
    [InlineData("ABORTED", "", Phase.Aborted)]
    [InlineData("FAILED", "PluginError", Phase.Failed)]
    [InlineData("RETRYABLE_FAILED", "JobLost", Phase.RetryableFailed)]
    public void A_job_that_was_never_made_and_ended_for_no_reason(string phase, string errorCode, Phase told) => (Success with
    {
        Answers = [Created(0), Got(8, told, errorCode)], Books = [], Stored = [Row(phase, errorCode)],
    }).Findings().ShouldBe([Submission.NotLost]);

    [Fact]
    public void A_refusal_that_the_service_never_spoke() => (Refused with { Books = [] }).Findings().ShouldBe([Submission.NotLost]);

    [Fact]
    public void A_refusal_for_another_reason_than_the_service_gave() =>
        (Refused with { Answers = [Created(0)], Stored = [Row("FAILED", "invalidQuery")] }).Findings().ShouldBe([Submission.NotLost]);

    [Fact]
    public void A_success_of_a_job_that_was_never_made() => (Success with { Books = [] }).Findings().ShouldBe([Submission.NotLost, Ends.True]);

    [Theory]
    [InlineData("FAILED", "invalidQuery", Phase.Failed)]
    [InlineData("RETRYABLE_FAILED", "JobLost", Phase.RetryableFailed)]
    [InlineData("ABORTED", "", Phase.Aborted)]
    public void Another_end_than_the_service_reported(string phase, string errorCode, Phase told)
    {
        (Success with { Stored = [Row(phase, errorCode)] }).Findings().ShouldBe([Ends.True]);
        (Success with { Answers = [Created(0), Got(8, told, errorCode)] }).Findings().ShouldBe([Ends.True]);
    }

    [Fact]
    public void A_success_although_the_service_failed() => (Success with { Books = [Book("DONE", "invalidQuery")] }).Findings().ShouldBe([Ends.True]);

    [Fact]
    public void An_abort_of_a_deleted_job_that_ended_well_at_the_service() => (Deleted with { Books = [Book("DONE")] }).Findings().ShouldBe([Ends.True]);

    [Fact]
    public void An_end_told_while_the_service_still_runs_the_job() => (Success with { Books = [Book("RUNNING")] }).Findings().ShouldBe([Ends.True]);

    [Fact]
    public void An_end_told_before_it_came() => (Success with { Answers = [Created(0), Got(5, Phase.Succeeded)] }).Findings().ShouldBe([Ends.NotEarly]);

    [Theory]
    [InlineData(Phase.Running)]
    [InlineData(Phase.Initializing)]
    [InlineData(Phase.Failed)]
    public void An_end_that_was_taken_back(Phase later) => (Success with { Answers = [.. Success.Answers, Got(10, later)] }).Findings().ShouldBe([Ends.Stays]);

    [Fact]
    public void A_deleted_job_that_runs_on() =>
        (Deleted with { Answers = [Created(0), Deletion(3)], Books = [Book("RUNNING")] }).Findings().ShouldBe([Ends.True, Stops.AfterDelete]);

    [Fact]
    public void A_deleted_job_that_runs_on_under_another_id() =>
        (Deleted with { Books = [Book("DONE", "stopped"), Book("RUNNING") with { JobId = "other" }] }).Findings().ShouldBe([Submission.NotTwice, Stops.AfterDelete]);

    [Fact]
    public void A_job_that_started_long_after_its_delete() => (Deleted with
    {
        Books = [Book("DONE", "stopped") with { CreationTime = At(60).ToUnixTimeMilliseconds(), EndTime = At(61).ToUnixTimeMilliseconds() }],
        Answers = [Created(0), Deletion(3), Got(62, Phase.Aborted)],
    }).Findings().ShouldBe([Stops.NotStarted]);

    [Fact]
    public void A_superseded_attempt_that_runs_on() => (Superseded with
    {
        Answers = [.. Superseded.Answers.Where(answer => !answer.IsEnd)], Books = [Book("RUNNING"), Book("DONE", attempt: 1)],
    }).Findings().ShouldBe([Ends.True, Stops.Superseded]);

    [Fact]
    public void A_job_that_was_stopped_although_nobody_asked() => (Success with
    {
        Answers = [Created(0), Got(8, Phase.Failed, "stopped")], Books = [Book("DONE", "stopped")], Stored = [Row("FAILED", "stopped")],
    }).Findings().ShouldBe([Stops.Unasked]);

    [Fact]
    public void A_history_that_goes_back() =>
        (Success with { Stored = [Row("SUCCEEDED") with { History = [.. Row("SUCCEEDED").History.Reverse()] }] }).Findings().ShouldBe([Histories.Forward]);

    [Fact]
    public void A_history_that_ends_twice() =>
        (Success with { Stored = [Row("SUCCEEDED") with { History = [.. Row("SUCCEEDED").History, new StoredEdge(At(7), "ENDED", "FAILED", "again")] }] })
            .Findings().ShouldBe([Histories.Forward]);

    [Fact]
    public void A_job_at_the_service_that_no_client_created() =>
        (Success with { Books = [Book("DONE"), Book("DONE", attempt: 7)] }).Findings().ShouldBe([Strangers.AtService]);

    [Fact]
    public void A_job_of_a_create_that_was_refused() =>
        (Success with { Answers = [Failure(Created(0), StatusCode.AlreadyExists)] }).Findings().ShouldBe([Strangers.AtService, Strangers.InStore, Failures.KnownStatus]);

    [Fact]
    public void A_job_in_the_store_that_no_client_created() =>
        (Success with { Stored = [Row("SUCCEEDED"), Row("SUCCEEDED", attempt: 7)] }).Findings().ShouldBe([Strangers.InStore]);

    [Theory]
    [InlineData(StatusCode.NotFound)]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.Unknown)]
    [InlineData(StatusCode.Cancelled)]
    public void A_call_that_fails_with_another_status(StatusCode status) =>
        (Success with { Answers = [.. Success.Answers, Failure(Got(9.5, Phase.Running), status)], Disturbed = [Down(0, 20)] }).Findings().ShouldBe([Failures.KnownStatus]);

    [Fact]
    public void A_call_that_fails_while_all_is_up() => Failing(broken: false).Findings().ShouldBe([Failures.OnlyWhenDown]);

    [Fact]
    public void A_call_that_fails_long_after_something_was_down() =>
        (Failing(broken: false) with { Disturbed = [Down(-30, -29)] }).Findings().ShouldBe([Failures.OnlyWhenDown]);

    [Fact]
    public void A_call_that_fails_although_only_the_service_is_down() =>
        (Failing(broken: false) with { Disturbed = [Down(0, 5, excuses: false)] }).Findings().ShouldBe([Failures.OnlyWhenDown]);

    [Fact]
    public void A_connection_that_breaks_although_another_gateway_was_killed() =>
        (Failing(broken: true) with { Disturbed = [Down(0, 5, gateway: "gateway-1")] }).Findings().ShouldBe([Failures.OnlyWhenDown]);

    private static Forged Failing(bool broken) => Success with { Answers = [.. Success.Answers, Failure(Got(4, Phase.Running), StatusCode.Unavailable, broken)] };
}
