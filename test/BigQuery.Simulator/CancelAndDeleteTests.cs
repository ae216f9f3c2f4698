using System.Net;

namespace BackendPlugins.Simulators.BigQuery.Tests;

public sealed class CancelAndDeleteTests
{
    [Fact]
    public async Task Cancel_answers_at_once_with_the_running_job_and_takes_effect_after_a_moment()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", "SELECT 1 /* sim: pending=0s duration=10s bytes=10000000 */");
        scene.Clock.Advance(TimeSpan.FromSeconds(4.7));

        var answer = await scene.CancelAsync("j1");
        ((string?)answer.Json["kind"]).ShouldBe("bigquery#jobCancelResponse");
        ((string?)answer.Json["job"]!["status"]!["state"]).ShouldBe("RUNNING");
        scene.Clock.Advance(TimeSpan.FromMilliseconds(299));
        (await scene.GetJobAsync("j1")).State.ShouldBe("RUNNING");
        scene.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var done = await scene.GetJobAsync("j1");

        done.State.ShouldBe("DONE");
        done.JobError.ShouldBe("stopped");
        ((string?)done.Json["status"]!["errorResult"]!["message"]).ShouldBe("Job execution was cancelled: User requested cancellation");
        ((string?)done.Json["statistics"]!["totalBytesProcessed"]).ShouldBe("5000000");
        ((string?)done.Json["statistics"]!["query"]!["totalBytesBilled"]).ShouldBe("10485760");
    }

    [Fact]
    public async Task A_job_cancelled_while_pending_starts_and_ends_in_one_moment()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", "SELECT 1 /* sim: pending=10s duration=10s cancel-delay=1s */");
        await scene.CancelAsync("j1");

        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        var done = await scene.GetJobAsync("j1");

        done.JobError.ShouldBe("stopped");
        ((string?)done.Json["statistics"]!["startTime"]).ShouldBe((string?)done.Json["statistics"]!["endTime"]);
        ((string?)done.Json["statistics"]!["totalBytesProcessed"]).ShouldBe("0");
    }

    [Fact]
    public async Task The_first_cancel_counts_and_more_of_them_do_not_put_the_end_off()
    {
        await using var scene = await Scene.StartAsync(options => options.CancelDelay = DurationRange.Parse("1s"));
        await scene.InsertAsync("j1", "SELECT 1 /* sim: duration=1h */");

        await scene.CancelAsync("j1");
        scene.Clock.Advance(TimeSpan.FromMilliseconds(900));
        await scene.CancelAsync("j1");
        scene.Clock.Advance(TimeSpan.FromMilliseconds(100));

        (await scene.GetJobAsync("j1")).JobError.ShouldBe("stopped");
        ((int)(await scene.BookAsync("j1"))["cancels"]!).ShouldBe(2);
    }

    [Fact]
    public async Task Cancelling_a_done_job_answers_with_it_and_changes_nothing()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", "SELECT 1 /* sim: pending=0s duration=0s */");

        var answer = await scene.CancelAsync("j1");
        scene.Clock.Advance(TimeSpan.FromSeconds(5));

        answer.Code.ShouldBe(HttpStatusCode.OK);
        ((string?)answer.Json["job"]!["status"]!["state"]).ShouldBe("DONE");
        (await scene.GetJobAsync("j1")).JobError.ShouldBeNull();
    }

    [Fact]
    public async Task Cancel_is_best_effort_a_job_may_end_before_or_ignore_it()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("quick", "SELECT 1 /* sim: pending=0s duration=200ms */");
        await scene.InsertAsync("stubborn", "SELECT 1 /* sim: pending=0s duration=5s cancel=ignored */");
        await scene.CancelAsync("quick");
        await scene.CancelAsync("stubborn");

        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        (await scene.GetJobAsync("quick")).JobError.ShouldBeNull();
        (await scene.GetJobAsync("stubborn")).State.ShouldBe("RUNNING");
        scene.Clock.Advance(TimeSpan.FromSeconds(4));
        (await scene.GetJobAsync("stubborn")).State.ShouldBe("DONE");
        (await scene.GetJobAsync("stubborn")).JobError.ShouldBeNull();
    }

    [Fact]
    public async Task Delete_takes_away_a_done_job_and_refuses_a_running_one()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", "SELECT 1; SELECT 2 /* sim: pending=0s duration=2s */");

        var running = await scene.SendAsync(HttpMethod.Delete, "projects/acme/jobs/j1/delete?location=US");
        var unplaced = await scene.SendAsync(HttpMethod.Delete, "projects/acme/jobs/j1/delete");
        scene.Clock.Advance(TimeSpan.FromSeconds(2));
        var child = (await scene.ListIdsAsync("parentJobId=j1"))[0];
        var done = await scene.SendAsync(HttpMethod.Delete, "projects/acme/jobs/j1/delete?location=US");
        var again = await scene.SendAsync(HttpMethod.Delete, "projects/acme/jobs/j1/delete?location=US");

        running.Code.ShouldBe(HttpStatusCode.BadRequest);
        running.Reason.ShouldBe("resourceInUse");
        unplaced.Reason.ShouldBe("required");
        done.Code.ShouldBe(HttpStatusCode.NoContent);
        done.Text.ShouldBeEmpty();
        again.Code.ShouldBe(HttpStatusCode.NotFound);
        (await scene.GetJobAsync("j1")).Code.ShouldBe(HttpStatusCode.NotFound);
        (await scene.GetJobAsync(child)).Code.ShouldBe(HttpStatusCode.NotFound);
        (await scene.ListIdsAsync()).ShouldBeEmpty();
        ((string?)(await scene.BookAsync("j1"))["state"]).ShouldBe("DONE");
    }
}
