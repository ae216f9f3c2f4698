using System.Text.Json;
using BackendPlugins.Contracts.Operations;
using Orleans.Runtime.Placement;

namespace BackendPlugins.Grains.Tests;

/// <summary>What operators ask of jobs and silos.</summary>
public sealed class OperationTests
{
    [Fact]
    public async Task Poll_now_asks_the_service_at_once()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        var now = world.Clock.Now;

        (await Operations(world, job).PollNowAsync("ada")).Done.ShouldBeTrue();
        var look = await VirtualClock.SoonAsync(world.Plugin.NextAsync(CallKind.LookUp), "the look-up");

        look.At.ShouldBe(now);
        look.Answer(look.Running());
    }

    [Fact]
    public async Task A_cancel_bears_the_name_and_the_reason_and_is_not_taken_twice()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();

        (await Operations(world, job).CancelAsync("ada", "wrong table")).Done.ShouldBeTrue();

        job.Stored.Cancel!.Reason.ShouldBe("cancelled by ada on the pages: wrong table");
        var again = await Operations(world, job).CancelAsync("bob", "");
        again.Done.ShouldBeFalse();
        again.Detail.ShouldContain("cancelled by ada");
    }

    [Fact]
    public async Task A_cancel_that_the_store_does_not_take_is_not_promised()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        world.Store.Down = true;

        (await Operations(world, job).CancelAsync("ada", "")).Done.ShouldBeFalse();
        (await job.GetAsync()).CancelRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task An_external_job_that_was_found_is_watched_in_the_jobs_place()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();

        (await Operations(world, job).TakeExternalAsync("ada", "found-at-the-service")).Done.ShouldBeTrue();

        job.Stored.External!.Id.ShouldBe("found-at-the-service");
        job.Stored.History[^1].Reason.ShouldBe("ada says that it is found-at-the-service at the service");
        var look = await VirtualClock.SoonAsync(world.Plugin.NextAsync(CallKind.LookUp), "the look-up");
        look.Answer(look.Running());
    }

    [Fact]
    public async Task Nothing_is_done_to_a_job_that_has_ended_or_never_was()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        world.Plugin.Auto = call => call.Succeeded();
        await job.UntilEndedAsync();
        foreach (var operations in (IJobOperations[])[Operations(world, job), world.Cluster.Client.GetGrain<IJobOperations>($"{Tasks.Category.Name}/{new string('q', 26)}")])
        {
            (await operations.PollNowAsync("ada")).Done.ShouldBeFalse();
            (await operations.CancelAsync("ada", "")).Done.ShouldBeFalse();
            (await operations.TakeExternalAsync("ada", "x")).Done.ShouldBeFalse();
        }

        (await world.Cluster.Client.GetGrain<IJobOperations>($"{Tasks.Category.Name}/{new string('q', 26)}").GetState()).ShouldBeNull();
    }

    [Fact]
    public async Task An_inspection_has_what_was_asked_and_no_value_or_secret()
    {
        await using var world = await JobWorld.StartAsync();
        var request = Tasks.Request();
        request = request with
        {
            Inputs = new Dictionary<string, Literal> { ["who"] = new StringLiteral("somebody-private") },
            Template = request.Template with
            {
                Custom = JsonSerializer.SerializeToElement(new { plain = "shown", nested = new { apiKey = "hunter2" } }),
                Config = new Dictionary<string, string> { ["access_token"] = "hunter2", ["poll_interval_min"] = "1" },
            },
        };
        var job = await world.RunningAsync(request);

        var inspection = (await Operations(world, job).InspectAsync())!;

        inspection.Asked.Inputs.ShouldBe(new Dictionary<string, string> { ["who"] = "String" });
        inspection.Asked.Settings.ShouldBe(new Dictionary<string, string> { ["poll_interval_min"] = "1" }, "the others are not kept once the service has the job");
        inspection.Asked.Custom!.Value.GetProperty("plain").GetString().ShouldBe("shown");
        inspection.Evidence.ShouldNotBeNull();
        inspection.Silo.ShouldBe(world.Cluster.Silos[0].SiloAddress.ToParsableString());
        var all = JsonSerializer.Serialize(inspection, PluginJson.Options);
        all.ShouldNotContain("hunter2");
        all.ShouldNotContain("somebody-private");
    }

    [Fact]
    public async Task A_silo_reports_what_it_watches_and_forgets_what_has_ended()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        await job.DeleteAsync("deleted by Flyte");

        var report = await ReportAsync(world);

        report.Watched.ShouldBe(1);
        report.OpenCancels.ShouldBe(1);
        report.Cancels.ShouldHaveSingleItem().Cancel.Reason.ShouldBe("deleted by Flyte");
        report.Ages.Sum().ShouldBe(1);
        report.Plugins.ShouldHaveSingleItem().Name.ShouldBe("Test");
        var cancel = await VirtualClock.SoonAsync(world.Plugin.NextAsync(CallKind.Cancel), "the cancel");
        cancel.Answer(cancel.Cancelled());
        await job.UntilEndedAsync();
        (await ReportAsync(world)).Watched.ShouldBe(0);
    }

    [Fact]
    public async Task A_task_is_planned_without_a_call_or_a_write()
    {
        await using var world = await JobWorld.StartAsync();
        var desk = world.Cluster.Client.GetGrain<IPluginDeskGrain>($"{Tasks.Category.Name}/{new string('q', 26)}");

        (await desk.PlanAsync(Tasks.Request(), "abc")).External.ShouldNotBeNull();
        (await desk.PlanAsync(Tasks.Request() with { Category = new TaskCategory("unknown") }, "abc")).Refusal!.ShouldContain("unknown");

        world.Plugin.History.ShouldBeEmpty();
        world.Store.Attempts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0.05, 0.1)]
    [InlineData(1, 1.2)]
    [InlineData(60, 75)]
    public void An_age_is_counted_where_its_bound_is_the_next(double seconds, double most)
    {
        var counts = new long[StateAges.Bounds.Count + 1];
        counts[StateAges.Place(TimeSpan.FromSeconds(seconds))]++;

        var read = StateAges.Quantile(counts, .5)!.Value.TotalSeconds;
        read.ShouldBeInRange(seconds, most);
    }

    [Fact]
    public void A_quantile_is_the_age_that_the_share_does_not_exceed()
    {
        var counts = new long[StateAges.Bounds.Count + 1];
        counts[0] = 98;
        counts[20] = 2;

        StateAges.Quantile(counts, .5).ShouldBe(StateAges.Bounds[0]);
        StateAges.Quantile(counts, .99).ShouldBe(StateAges.Bounds[20]);
        StateAges.Quantile(new long[3], .5).ShouldBeNull();
    }

    private static IJobOperations Operations(JobWorld world, JobInWorld job) => world.Cluster.Client.GetGrain<IJobOperations>(job.Key);

    private static Task<SiloReport> ReportAsync(JobWorld world)
    {
        var silo = world.Cluster.Silos[0].SiloAddress;
        RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
        return VirtualClock.SoonAsync(world.Cluster.Client.GetGrain<ISiloReportGrain>(silo.ToParsableString()).ReadAsync(), "the silo's report");
    }
}
