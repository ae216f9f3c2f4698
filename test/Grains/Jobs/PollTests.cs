using BackendPlugins.Contracts;
using BackendPlugins.Grains.Scheduling;

namespace BackendPlugins.Grains.Tests;

public sealed class PollTests
{
    [Fact]
    public async Task Polls_carry_a_job_from_waiting_to_running_to_its_end_and_each_edge_is_one_write()
    {
        await using var world = await JobWorld.StartAsync();
        var job = world.Job();
        await job.CreateAsync();
        var submit = await world.NextAsync(CallKind.Submit);
        submit.Answer(submit.Pending());
        foreach (var phase in (ServicePhase[])[ServicePhase.Pending, ServicePhase.Running, ServicePhase.Running, ServicePhase.Succeeded])
        {
            var lookUp = await world.NextAsync(CallKind.LookUp);
            lookUp.Answer(Evidence.Seen(lookUp, phase));
        }

        (await job.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Succeeded);
        world.Store.Applied.Select(write => (write.Record.Stage, write.Record.Phase)).ShouldBe(
        [
            (JobStage.Accepted, JobPhase.Initializing), (JobStage.Submitting, JobPhase.Initializing),
            (JobStage.Tracked, JobPhase.Initializing), (JobStage.Tracked, JobPhase.Running), (JobStage.Ended, JobPhase.Succeeded),
        ]);
        (await job.DescribeAsync())!.History.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_poll_that_changes_nothing_writes_nothing_and_shows_the_fresher_words()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        var writes = world.Store.Attempts.Count;
        world.Plugin.Auto = call => call.Running() with { Message = $"{call.At:O}" };

        await world.UntilAsync(() => world.Plugin.Count(CallKind.LookUp) >= 20, "twenty polls");

        world.Store.Attempts.Count.ShouldBe(writes);
        (await job.GetAsync()).Message.ShouldNotBe("the service says Running");
    }

    [Fact]
    public async Task A_job_that_its_service_puts_back_into_the_queue_stays_running_for_flyte()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        var writes = world.Store.Attempts.Count;
        world.Plugin.Auto = call => call.Pending();

        await world.UntilAsync(() => world.Plugin.Count(CallKind.LookUp) >= 3, "three polls");

        (await job.GetAsync()).Phase.ShouldBe(JobPhase.Running);
        world.Store.Attempts.Count.ShouldBe(writes);
    }

    [Fact]
    public async Task Polls_grow_apart_as_the_job_ages_and_are_never_in_step()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        world.Plugin.Auto = call => call.Running();
        var began = world.Clock.Now;

        await world.UntilAsync(() => world.Clock.Now - began > TimeSpan.FromMinutes(10), "ten minutes");

        var polls = world.Plugin.All(CallKind.LookUp).Select(call => call.At).ToList();
        var gaps = polls.Zip(polls.Skip(1), (a, b) => (b - a).TotalSeconds).ToList();
        polls.Count.ShouldBeInRange(20, 75);
        gaps.Take(5).ShouldAllBe(gap => gap >= 0.8);
        gaps.TakeLast(5).ShouldAllBe(gap => gap >= 24);
        gaps.TakeLast(5).Distinct().Count().ShouldBeGreaterThan(1);
        var next = (await job.DescribeAsync())!.NextCheckAt!.Value;
        (next - polls[^1]).ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_plugin_has_poll_bounds_of_its_own()
    {
        await using var world = await JobWorld.StartAsync(settings =>
            settings.Polling = polling => polling.Plugins["Test"] = new PollBounds { Minimum = TimeSpan.FromSeconds(20), Maximum = TimeSpan.FromSeconds(25) });
        var job = await world.RunningAsync();

        await AssertNextPollAsync(world, job, TimeSpan.FromSeconds(16), TimeSpan.FromSeconds(24.1));
    }

    [Fact]
    public async Task A_task_may_ask_for_poll_bounds_of_its_own()
    {
        await using var world = await JobWorld.StartAsync();
        var request = Tasks.Request();
        var config = new Dictionary<string, string> { [PollSchedule.MinimumKey] = "60", [PollSchedule.MaximumKey] = "120" };
        var job = await world.RunningAsync(request with { Template = request.Template with { Config = config } });

        await AssertNextPollAsync(world, job, TimeSpan.FromSeconds(48), TimeSpan.FromSeconds(73));
    }

    [Fact]
    public async Task Links_custom_info_and_a_filled_in_place_are_stored_and_shown_when_they_are_first_known()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        var lookUp = await world.NextAsync(CallKind.LookUp);
        var place = new ExternalJob(lookUp.Job.External.Id, new Dictionary<string, string> { ["project"] = "p", ["location"] = "EU" });

        lookUp.Answer(Evidence.Seen(place, ServicePhase.Running) with
        {
            LogLinks = [new LogLink("BigQuery Console", "https://console/x")],
            CustomInfo = Evidence.Json("""{"slots":7}"""),
        });
        var seen = await job.UntilAsync(seen => seen.LogLinks.Count > 0);

        seen.CustomInfo!.Value.GetProperty("slots").GetInt32().ShouldBe(7);
        (await job.DescribeAsync())!.Coordinates["location"].ShouldBe("EU");
        job.Stored.LogLinks.ShouldHaveSingleItem();
        (await world.NextAsync(CallKind.LookUp)).Job.External.Coordinate("location").ShouldBe("EU");
    }

    [Fact]
    public async Task A_job_is_asked_for_at_once_after_its_submit()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();

        await AssertNextPollAsync(world, job, TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(1.3));
    }

    /// <summary>When the job was last seen and when it will be next; the clock stands still meanwhile.</summary>
    private static async Task<(DateTimeOffset Observed, DateTimeOffset Next)> NextCheckAsync(JobWorld world, JobInWorld job)
    {
        var observed = (await job.GetAsync()).ObservedAt!.Value;
        var details = await world.Clock.UntilAsync(job.DescribeAsync, seen => seen!.NextCheckAt > observed, "the next check", TimeSpan.Zero);
        return (observed, details!.NextCheckAt!.Value);
    }

    private static async Task AssertNextPollAsync(JobWorld world, JobInWorld job, TimeSpan atLeast, TimeSpan atMost)
    {
        var (observed, next) = await NextCheckAsync(world, job);
        (next - observed).ShouldBeInRange(atLeast, atMost);
        (await world.NextAsync(CallKind.LookUp)).At.ShouldBeGreaterThanOrEqualTo(next);
    }
}
