using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace BackendPlugins.Simulators.BigQuery.Tests;

public sealed class LimitTests
{
    [Fact]
    public async Task So_many_queries_may_wait_in_a_project_and_region_and_no_more()
    {
        await using var scene = await Scene.StartAsync(options => (options.QueuedInteractive, options.QueuedBatch) = (2, 1));
        const string waiting = "SELECT 1 /* sim: pending=10s */";
        static void Batch(JsonObject configuration) => configuration["query"]!["priority"] = "BATCH";
        await scene.InsertAsync("j1", waiting);
        await scene.InsertAsync("j2", waiting);

        var refused = await scene.InsertAsync("j3", waiting);
        var known = await scene.InsertAsync("j1", waiting);
        var elsewhere = await scene.InsertAsync("j3", waiting, "EU");
        var batch = await scene.InsertAsync("b1", waiting, change: Batch);
        var moreBatch = await scene.InsertAsync("b2", waiting, change: Batch);
        scene.Clock.Advance(TimeSpan.FromSeconds(10));
        var later = await scene.InsertAsync("j3", waiting);

        refused.Code.ShouldBe(HttpStatusCode.Forbidden);
        refused.Reason.ShouldBe("quotaExceeded");
        refused.Message.ShouldBe("Quota exceeded: Your project and region exceeded quota for max number of jobs that can be queued per project.");
        known.Code.ShouldBe(HttpStatusCode.Conflict);
        elsewhere.Code.ShouldBe(HttpStatusCode.OK);
        batch.Code.ShouldBe(HttpStatusCode.OK);
        moreBatch.Reason.ShouldBe("quotaExceeded");
        later.Code.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task So_many_calls_may_run_at_the_same_time_and_no_more()
    {
        await using var scene = await Scene.StartAsync(options => options.ConcurrentCalls = 1);
        await scene.InsertAsync("j1", "SELECT 1 /* sim: pending=0s duration=1h cancel-delay=0s */");
        using var patience = new CancellationTokenSource();

        var poll = scene.Client.GetAsync("projects/acme/queries/j1", patience.Token);
        await Deadline.UntilAsync(() => scene.Simulator.ReadBooks().Calls["getQueryResults"] == 1);
        var refused = await scene.GetJobAsync("j1");
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(poll);

        refused.Code.ShouldBe(HttpStatusCode.Forbidden);
        refused.Reason.ShouldBe("rateLimitExceeded");
        await Deadline.UntilAsync(async () => (await scene.GetJobAsync("j1")).Code == HttpStatusCode.OK);
    }

    [Fact]
    public void A_range_with_a_tail_draws_mostly_from_the_range_and_sometimes_far_above()
    {
        var range = DurationRange.Parse("5ms..50ms@p90=2s");
        var lot = new Random(1);

        var draws = Enumerable.Range(0, 10_000).Select(_ => range.Draw(lot).TotalMilliseconds).Order().ToList();

        draws[0].ShouldBeGreaterThanOrEqualTo(5);
        draws[8_800].ShouldBeLessThanOrEqualTo(50);
        draws[9_200].ShouldBeGreaterThanOrEqualTo(2_000);
        draws[^1].ShouldBeInRange(8_000, 20_000);
        draws.Count(draw => draw is > 50 and < 2_000).ShouldBe(0);
        range.ToString().ShouldBe("5ms..50ms@p90=2s");
        DurationRange.Parse(range.ToString()).ToString().ShouldBe(range.ToString());
    }

    [Theory]
    [InlineData("5ms@p99")]
    [InlineData("5ms@99=2s")]
    [InlineData("5ms@p100=2s")]
    [InlineData("5ms@p0=2s")]
    [InlineData("5s@p99=2s")]
    [InlineData("5ms@p99=2s@p90=1s")]
    [InlineData("@p99=2s")]
    public void A_tail_that_makes_no_sense_is_refused(string text) => Should.Throw<FormatException>(() => DurationRange.Parse(text));

    [Fact]
    public void A_fast_clock_runs_as_many_times_faster_with_its_timers()
    {
        var real = new FakeTimeProvider(Scene.Start);
        var clock = new FastClock(real, 60);
        var fired = 0;
        using var timer = clock.CreateTimer(_ => fired++, null, TimeSpan.FromMinutes(10), Timeout.InfiniteTimeSpan);
        var stamp = clock.GetTimestamp();

        real.Advance(TimeSpan.FromSeconds(9.9));
        fired.ShouldBe(0);
        real.Advance(TimeSpan.FromSeconds(0.1));

        fired.ShouldBe(1);
        clock.GetUtcNow().ShouldBe(Scene.Start.AddMinutes(10));
        clock.GetElapsedTime(stamp).ShouldBe(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task With_a_fast_clock_hours_of_jobs_pass_in_seconds_and_a_restart_does_not_go_back()
    {
        var journal = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.journal");
        var real = new FakeTimeProvider(Scene.Start);
        void Configure(BigQuerySimulatorOptions options) => (options.ClockSpeed, options.Journal) = (3600, journal);
        try
        {
            await using (var scene = await Scene.StartAsync(Configure, real))
            {
                await scene.InsertAsync("j1", "SELECT 1 /* sim: pending=0s duration=2h */");
                real.Advance(TimeSpan.FromSeconds(1.9));
                (await scene.GetJobAsync("j1")).State.ShouldBe("RUNNING");
                real.Advance(TimeSpan.FromSeconds(0.1));
                (await scene.GetJobAsync("j1")).State.ShouldBe("DONE");
                await scene.InsertAsync("j2", "SELECT 1 /* sim: pending=0s duration=1h */");
            }

            await using var restarted = await Scene.StartAsync(Configure, real);

            (await restarted.GetJobAsync("j1")).State.ShouldBe("DONE");
            (await restarted.GetJobAsync("j2")).State.ShouldBe("RUNNING");
            real.Advance(TimeSpan.FromSeconds(1));
            (await restarted.GetJobAsync("j2")).State.ShouldBe("DONE");
        }
        finally
        {
            File.Delete(journal);
        }
    }
}
