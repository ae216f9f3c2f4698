using System.Globalization;
using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Tests;

public sealed class JobLifeTests
{
    [Fact]
    public async Task A_job_goes_from_pending_to_running_to_done_as_its_script_says_with_statistics_that_grow()
    {
        await using var scene = await Scene.StartAsync();
        var created = scene.Now;

        var pending = await scene.InsertAsync("j1", "SELECT 1 /* sim: pending=1s duration=8s bytes=104857600 slot-ms=4000 */");
        pending.State.ShouldBe("PENDING");
        pending.Json["statistics"]!.ToJsonString().ShouldBe($$"""{"creationTime":"{{created}}"}""");

        scene.Clock.Advance(TimeSpan.FromMilliseconds(999));
        (await scene.GetJobAsync("j1")).State.ShouldBe("PENDING");

        scene.Clock.Advance(TimeSpan.FromMilliseconds(4001));
        var running = await scene.GetJobAsync("j1");
        running.State.ShouldBe("RUNNING");
        Statistic(running, "startTime").ShouldBe(created + 1000);
        running.Json["statistics"]!["endTime"].ShouldBeNull();
        Statistic(running, "totalBytesProcessed").ShouldBe(52428800);
        Statistic(running, "totalSlotMs").ShouldBe(2000);

        scene.Clock.Advance(TimeSpan.FromSeconds(60));
        var done = await scene.GetJobAsync("j1");
        done.State.ShouldBe("DONE");
        done.JobError.ShouldBeNull();
        done.Json["status"]!["errors"].ShouldBeNull();
        Statistic(done, "creationTime").ShouldBe(created);
        Statistic(done, "endTime").ShouldBe(created + 9000);
        Statistic(done, "totalBytesProcessed").ShouldBe(104857600);
        var query = done.Json["statistics"]!["query"]!;
        ((string?)query["totalBytesBilled"]).ShouldBe("104857600");
        ((string?)query["totalSlotMs"]).ShouldBe("4000");
        ((bool)query["cacheHit"]!).ShouldBeFalse();
        ((string?)query["statementType"]).ShouldBe("SELECT");
    }

    [Fact]
    public async Task A_failed_job_is_done_with_the_reason_as_error_result_and_among_the_errors()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", "SELEC 1 /* sim: pending=0s duration=2s fail=invalidQuery message='Syntax error at [1:1]' */");

        (await scene.GetJobAsync("j1")).JobError.ShouldBeNull();
        scene.Clock.Advance(TimeSpan.FromSeconds(2));
        var done = await scene.GetJobAsync("j1");

        done.State.ShouldBe("DONE");
        var expected = """{"reason":"invalidQuery","location":"query","message":"Syntax error at [1:1]"}""";
        done.Json["status"]!["errorResult"]!.ToJsonString().ShouldBe(expected);
        done.Json["status"]!["errors"]!.ToJsonString().ShouldBe($"[{expected}]");
        ((string?)done.Json["statistics"]!["query"]!["totalBytesBilled"]).ShouldBe("0");
    }

    [Fact]
    public async Task Warnings_are_errors_that_fail_nothing()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", "SELECT 1 /* sim: pending=0s duration=2s warn=2 */");

        var running = await scene.GetJobAsync("j1");
        scene.Clock.Advance(TimeSpan.FromSeconds(2));
        var done = await scene.GetJobAsync("j1");

        running.State.ShouldBe("RUNNING");
        running.Json["status"]!["errors"]!.AsArray().Count.ShouldBe(2);
        done.State.ShouldBe("DONE");
        done.JobError.ShouldBeNull();
        done.Json["status"]!["errors"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_cache_hit_is_done_at_once_and_costs_nothing()
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.InsertAsync("j1", "SELECT 1 /* sim: cache=hit */");

        answer.State.ShouldBe("DONE");
        var query = answer.Json["statistics"]!["query"]!;
        ((bool)query["cacheHit"]!).ShouldBeTrue();
        ((string?)query["totalBytesProcessed"]).ShouldBe("0");
        ((string?)query["totalBytesBilled"]).ShouldBe("0");
    }

    [Fact]
    public async Task A_job_that_outlives_its_timeout_is_stopped_at_it()
    {
        await using var scene = await Scene.StartAsync();
        var created = scene.Now;
        await scene.InsertAsync("j1", "SELECT 1 /* sim: pending=1s duration=60s */", change: configuration => configuration["jobTimeoutMs"] = "5000");
        await scene.InsertAsync("j2", "SELECT 1 /* sim: pending=1s duration=2s */", change: configuration => configuration["jobTimeoutMs"] = "5000");
        await scene.InsertAsync("j3", "SELECT 1 /* sim: pending=1s duration=4500ms */", change: configuration => configuration["jobTimeoutMs"] = "5000");

        scene.Clock.Advance(TimeSpan.FromSeconds(10));
        var late = await scene.GetJobAsync("j1");

        late.JobError.ShouldBe("stopped");
        ((string?)late.Json["status"]!["errorResult"]!["message"]).ShouldBe("Job execution was cancelled: Job timed out after 5s");
        Statistic(late, "endTime").ShouldBe(created + 5000);
        (await scene.GetJobAsync("j2")).JobError.ShouldBeNull();
        (await scene.GetJobAsync("j3")).JobError.ShouldBe("stopped");
    }

    [Fact]
    public async Task A_job_that_would_bill_more_than_allowed_fails()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", "SELECT 1 /* sim: pending=0s bytes=104857600 */", change: configuration => configuration["query"]!["maximumBytesBilled"] = "1000000");
        await scene.InsertAsync("j2", "SELECT 1 /* sim: pending=0s bytes=104857600 */", change: configuration => configuration["query"]!["maximumBytesBilled"] = "104857600");

        scene.Clock.Advance(TimeSpan.FromSeconds(10));
        var refused = await scene.GetJobAsync("j1");

        refused.JobError.ShouldBe("bytesBilledLimitExceeded");
        ((string?)refused.Json["status"]!["errorResult"]!["message"]).ShouldBe("Query exceeded limit for bytes billed: 1000000. 104857600 or higher required.");
        (await scene.GetJobAsync("j2")).JobError.ShouldBeNull();
    }

    [Fact]
    public async Task Labels_script_a_job_and_the_querys_own_words_win()
    {
        await using var scene = await Scene.StartAsync();
        void Label(JsonObject configuration) => configuration["labels"] = JsonNode.Parse("""{"sim_pending":"0s","sim_duration":"500ms","sim_fail":"accessdenied"}""");
        await scene.InsertAsync("j1", "SELECT 1", change: Label);
        await scene.InsertAsync("j2", "SELECT 1 /* sim: duration=2s */", change: Label);

        scene.Clock.Advance(TimeSpan.FromMilliseconds(500));

        (await scene.GetJobAsync("j1")).JobError.ShouldBe("accessDenied");
        (await scene.GetJobAsync("j2")).State.ShouldBe("RUNNING");
    }

    [Fact]
    public async Task Jobs_without_script_follow_the_options_and_the_same_seed_draws_the_same_lot()
    {
        var ends = new List<List<long>>();
        foreach (var seed in new[] { 7, 7, 8 })
        {
            await using var scene = await Scene.StartAsync(options => (options.Seed, options.FailRate) = (seed, 0.5));
            for (var number = 0; number < 20; number++)
            {
                await scene.InsertAsync($"j{number}", "SELECT 1");
            }

            scene.Clock.Advance(TimeSpan.FromSeconds(6));
            var books = scene.Simulator.ReadBooks().Jobs;
            books.ShouldAllBe(job => job.StartTime - job.CreationTime >= 0 && job.StartTime - job.CreationTime <= 500);
            books.ShouldAllBe(job => job.EndTime - job.StartTime >= 1000 && job.EndTime - job.StartTime <= 5000);
            books.Count(job => job.ErrorReason == "invalidQuery").ShouldBeInRange(3, 17);
            ends.Add([.. books.Select(job => job.EndTime!.Value)]);
        }

        ends[1].ShouldBe(ends[0]);
        ends[2].ShouldNotBe(ends[0]);
    }

    [Fact]
    public async Task Dml_tells_the_rows_it_changed_once_it_is_done()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", "INSERT INTO d.t VALUES (1) /* sim: pending=0s duration=1s rows=42 */");

        scene.Clock.Advance(TimeSpan.FromSeconds(1));

        ((string?)(await scene.GetJobAsync("j1")).Json["statistics"]!["query"]!["numDmlAffectedRows"]).ShouldBe("42");
    }

    [Fact]
    public async Task Ten_thousand_running_jobs_are_listed_and_counted_at_once()
    {
        await using var scene = await Scene.StartAsync(options => options.Duration = DurationRange.Parse("1h"));
        await Parallel.ForAsync(0, 10_000, TestContext.Current.CancellationToken, async (number, _) => await scene.InsertAsync($"j{number}", "SELECT 1"));

        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        var books = scene.Simulator.ReadBooks();

        books.Jobs.Count.ShouldBe(10_000);
        books.Jobs.ShouldAllBe(job => job.State == "RUNNING" && job.Inserts == 1);
        (await scene.ListAsync("stateFilter=running&maxResults=1000")).Json["jobs"]!.AsArray().Count.ShouldBe(1000);
    }

    private static long Statistic(Answer answer, string name) => long.Parse((string)answer.Json["statistics"]![name]!, CultureInfo.InvariantCulture);
}
