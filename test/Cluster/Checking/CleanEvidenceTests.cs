using Grpc.Core;
using static BackendPlugins.Cluster.Tests.Checking.Forged;
using Phase = BackendPlugins.Flyte.V1.Core.TaskExecution.Types.Phase;

namespace BackendPlugins.Cluster.Tests.Checking;

/// <summary>What is no violation: a checker that cries wolf is not believed.</summary>
public sealed class CleanEvidenceTests
{
    [Fact]
    public void A_job_that_succeeded() => Success.Findings().ShouldBeEmpty();

    [Fact]
    public void A_job_that_was_deleted_while_it_ran() => Deleted.Findings().ShouldBeEmpty();

    [Fact]
    public void A_job_that_the_service_refused() => Refused.Findings().ShouldBeEmpty();

    [Fact]
    public void An_attempt_that_was_superseded() => Superseded.Findings().ShouldBeEmpty();

    [Fact]
    public void A_job_that_was_deleted_before_it_was_submitted() => (Deleted with { Books = [], Answers = [Created(0), Deletion(0.2), Got(1, Phase.Aborted)] }).Findings().ShouldBeEmpty();

    [Fact]
    public void A_job_that_ended_by_itself_just_before_its_delete() => (Success with { Answers = [.. Success.Answers, Deletion(6.1)] }).Findings().ShouldBeEmpty();

    [Theory]
    [InlineData("backendError", "RETRYABLE_FAILED", Phase.RetryableFailed)]
    [InlineData("invalidQuery", "FAILED", Phase.Failed)]
    public void A_job_that_failed_at_the_service(string reason, string stored, Phase told) => (Success with
    {
        Answers = [Created(0), Got(8, told, reason)],
        Books = [Book("DONE", reason)],
        Stored = [Row(stored, reason)],
    }).Findings().ShouldBeEmpty();

    [Fact]
    public void A_create_that_was_never_answered_and_made_a_job_all_the_same() => (Success with
    {
        Answers = [Failure(Created(0), StatusCode.Unavailable)],
        Disturbed = [Down(0, 1)],
    }).Findings().ShouldBeEmpty();

    [Fact]
    public void A_create_that_was_never_answered_and_made_nothing() => (Success with
    {
        Answers = [Failure(Created(0), StatusCode.DeadlineExceeded)], Books = [], Stored = [], Disturbed = [Down(0, 1)],
    }).Findings().ShouldBeEmpty();

    [Fact]
    public void Calls_that_fail_while_something_is_down_or_shortly_after() => (Success with
    {
        Answers = [.. Success.Answers, Failure(Got(4, Phase.Running), StatusCode.Unavailable), Failure(Got(7, Phase.Running), StatusCode.Cancelled, broken: true)],
        Disturbed = [Down(3, 3.5, gateway: "gateway-0")],
    }).Findings().ShouldBeEmpty();
}
