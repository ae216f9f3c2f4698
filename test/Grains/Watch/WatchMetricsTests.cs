namespace BackendPlugins.Grains.Tests;

/// <summary>The figures that call people.</summary>
public sealed class WatchMetricsTests
{
    [Fact]
    public async Task A_job_is_told_of_from_its_acceptance_to_its_confirmed_cancel()
    {
        await using var world = await JobWorld.StartAsync();
        Readings.Of(world)["backend_plugin_jobs_watched", "Initializing"].ShouldBe(0);
        var job = world.Job();
        await job.CreateAsync();
        var submit = await VirtualClock.SoonAsync(world.Plugin.NextAsync(CallKind.Submit), "the submit");
        await world.Clock.PassAsync(TimeSpan.FromSeconds(20));

        var submitting = Readings.Of(world);
        submitting["backend_plugin_jobs_watched", "Initializing"].ShouldBe(1);
        submitting["backend_plugin_submit_oldest_age"].ShouldBeInRange(20, 25);
        submitting["backend_plugin_check_overdue"].ShouldBeInRange(20, 25);
        submitting["backend_plugin_cancels_unconfirmed"].ShouldBe(0);

        submit.Answer(submit.Running());
        await job.UntilAsync(seen => seen.Phase == Contracts.JobPhase.Running, TimeSpan.Zero);
        await job.DeleteAsync();
        var cancel = await VirtualClock.SoonAsync(world.Plugin.NextAsync(CallKind.Cancel), "the cancel");
        await world.Clock.PassAsync(TimeSpan.FromSeconds(10));

        var cancelling = Readings.Of(world);
        cancelling["backend_plugin_jobs_watched", "Running"].ShouldBe(1);
        cancelling["backend_plugin_jobs_watched", "Initializing"].ShouldBe(0);
        cancelling["backend_plugin_submit_oldest_age"].ShouldBe(0);
        cancelling["backend_plugin_cancels_unconfirmed"].ShouldBe(1);
        cancelling["backend_plugin_cancel_oldest_age"].ShouldBeInRange(10, 15);

        cancel.Answer(cancel.Cancelled());
        await job.UntilEndedAsync();
        var ended = Readings.Of(world);
        ended["backend_plugin_jobs_watched", "Running"].ShouldBe(0);
        ended["backend_plugin_cancels_unconfirmed"].ShouldBe(0);
        ended["backend_plugin_cancel_oldest_age"].ShouldBe(0);
        ended["backend_plugin_check_overdue"].ShouldBe(0);
    }

    [Fact]
    public async Task Jobs_that_cannot_be_reached_and_sweeps_that_fail_are_told_of()
    {
        var store = new FaultyStore { ReadsHang = true };
        store.Put(Records.Running);
        await using var world = await JobWorld.StartAsync(settings => settings.Store = store);
        await world.UntilAsync(() => Readings.Of(world)["backend_plugin_jobs_unattended", "failed"] == 1, "a sweep that cannot reach it");
        Readings.Of(world)["backend_plugin_jobs_unattended", "no_silo"].ShouldBe(0);
        Readings.Of(world)["backend_plugin_silos_active"].ShouldBe(1);
        Readings.Of(world)["backend_plugin_silos_lost"].ShouldBe(0);

        store.ReadsHang = false;
        store.LetGo();
        await world.UntilAsync(() => Readings.Of(world)["backend_plugin_jobs_unattended", "failed"] == 0, "a sweep that reaches it");
        Readings.Of(world)["backend_plugin_jobs_watched", "Running"].ShouldBe(1);

        store.Down = true;
        await world.UntilAsync(() => Readings.Of(world)["backend_plugin_sweep_age"] > 120, "sweeps that fail");
        store.Down = false;
        await world.UntilAsync(() => Readings.Of(world)["backend_plugin_sweep_age"] < 40, "one that succeeds");
    }
}
