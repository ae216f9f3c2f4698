using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Tests;

public sealed class RecoveryTests
{
    [Fact]
    public async Task After_a_restart_every_unfinished_job_is_at_work_again_without_anyone_asking()
    {
        var clock = new VirtualClock();
        var store = new FaultyStore();
        await using (var before = await StartAsync(store, clock))
        {
            before.Plugin.Auto = call => call.Running();
            foreach (var node in Enumerable.Range(0, 12))
            {
                (await before.Job(Tasks.Request($"n{node}")).CreateAsync()).Outcome.ShouldBe(CreateOutcome.Accepted);
            }

            await before.UntilAsync(() => store.Applied.Count(write => write.Record.Stage == JobStage.Tracked) == 12, "twelve tracked jobs");
            store.Put(Records.Accept(Tasks.Request("accepted")));
            store.Put(Ended("ended"));
            await before.KillAsync();
        }

        await using var after = await StartAsync(store, clock);
        after.Plugin.Auto = call => call.Succeeded();

        await after.UntilAsync(() => store.Applied.Count(write => write.Record.Phase == JobPhase.Succeeded) == 13, "all ends");
        after.Plugin.All(CallKind.Submit).ShouldHaveSingleItem().Job.Task.Execution.Id!.Node.ShouldBe("accepted");
        after.Plugin.History.Select(call => call.Job.Task.Execution.Id!.Node).ShouldNotContain("ended");
    }

    [Fact]
    public async Task A_job_that_was_being_submitted_is_asked_for_before_anything_is_sent_again()
    {
        var store = new FaultyStore();
        store.Put(Records.Submitting);
        await using var world = await StartAsync(store);

        var lookUp = await world.NextAsync(CallKind.LookUp);
        lookUp.Answer(lookUp.Running());
        await world.Job().UntilAsync(seen => seen.Phase == JobPhase.Running);

        world.Plugin.Count(CallKind.Submit).ShouldBe(0);
    }

    [Fact]
    public async Task A_job_that_was_being_submitted_and_is_not_known_is_submitted_once()
    {
        var store = new FaultyStore();
        store.Put(Records.Submitting);
        await using var world = await StartAsync(store);

        (await world.NextAsync(CallKind.LookUp)).Answer(Evidence.Missing);
        var submit = await world.NextAsync(CallKind.Submit);
        submit.Answer(submit.Running());
        await world.Job().UntilAsync(seen => seen.Phase == JobPhase.Running);

        world.Plugin.Count(CallKind.Submit).ShouldBe(1);
    }

    [Fact]
    public async Task A_job_whose_cancel_was_promised_is_cancelled_after_a_restart()
    {
        var store = new FaultyStore();
        store.Put(Records.Running.Cancelling());
        await using var world = await StartAsync(store);

        var cancel = await world.NextAsync(CallKind.Cancel);
        cancel.Answer(cancel.Cancelled());

        (await world.Job().UntilEndedAsync()).Message.ShouldBe("deleted by Flyte; cancelled");
    }

    [Fact]
    public async Task A_cancelled_job_that_was_being_submitted_is_not_abandoned_before_the_settle_time()
    {
        var store = new FaultyStore();
        store.Put(Records.Submitting.Cancelling());
        await using var world = await StartAsync(store);
        world.Plugin.Auto = _ => Evidence.Missing;
        var began = world.Clock.Now;

        var ended = await world.Job().UntilEndedAsync(TimeSpan.FromSeconds(1));

        ended.Phase.ShouldBe(JobPhase.Aborted);
        (ended.EndedAt!.Value - began).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(5));
        world.Plugin.Count(CallKind.Submit).ShouldBe(0);
    }

    [Fact]
    public async Task A_store_that_is_down_at_the_start_only_delays_the_recovery()
    {
        var store = new FaultyStore { Down = true };
        store.Put(Records.Running);
        await using var world = await StartAsync(store);
        await world.Clock.PassAsync(TimeSpan.FromSeconds(5));
        world.Plugin.History.ShouldBeEmpty();

        store.Down = false;

        (await world.NextAsync(CallKind.LookUp)).Job.External.Id.ShouldBe("job-1");
    }

    [Fact]
    public async Task A_silo_that_stops_while_the_store_is_down_stops_at_once()
    {
        var store = new FaultyStore { Down = true };
        var world = await StartAsync(store);

        await world.Cluster.StopAllSilosAsync().WaitAsync(TimeSpan.FromSeconds(30));

        await world.DisposeAsync();
    }

    [Fact]
    public async Task Jobs_are_found_page_by_page()
    {
        var store = new FaultyStore();
        foreach (var node in Enumerable.Range(0, 10))
        {
            store.Put(Running($"n{node}"));
        }

        await using var world = await JobWorld.StartAsync(settings =>
        {
            settings.Store = store;
            settings.Recovery = recovery => recovery.PageSize = 3;
        });
        world.Plugin.Auto = call => call.Running();

        await world.UntilAsync(() => world.Plugin.All(CallKind.LookUp).Select(call => call.Job.Task.Execution.Id!.Node).Distinct().Count() == 10, "all jobs");
    }

    [Fact]
    public async Task The_jobs_of_a_silo_that_was_killed_are_at_work_on_another_one_long_before_the_next_sweep_is_due()
    {
        await using var world = await JobWorld.StartAsync(settings =>
        {
            settings.Silos = 2;
            settings.Recovery = recovery => recovery.Interval = TimeSpan.FromDays(1);
        });
        world.Plugin.Auto = call => call.Running();
        var jobs = Enumerable.Range(0, 16).Select(node => world.Job(Tasks.Request($"n{node}"))).ToList();
        await Task.WhenAll(jobs.Select(job => job.CreateAsync()));
        await world.UntilAsync(() => world.Store.Applied.Count(write => write.Record.Stage == JobStage.Tracked) == 16, "all tracked");
        var began = world.Clock.Now;

        await world.Cluster.KillSiloAsync(world.Cluster.Silos[1]);
        world.Plugin.Auto = call => call.Succeeded();

        await world.UntilAsync(() => world.Store.Applied.Count(write => write.Record.Stage == JobStage.Ended) == 16, "all ends");
        (world.Clock.Now - began).ShouldBeLessThan(TimeSpan.FromHours(12));
        world.Plugin.Count(CallKind.Submit).ShouldBe(16);
    }

    [Fact]
    public async Task An_edge_held_for_a_silent_store_is_written_when_the_silo_stops()
    {
        var clock = new VirtualClock();
        var store = new FaultyStore();
        await using (var before = await StartAsync(store, clock))
        {
            before.Plugin.Auto = call => Evidence.Seen(new ExternalJob("statement-77", new Dictionary<string, string>()), ServicePhase.Running);
            store.OnWrite = write => write.Record.Stage == JobStage.Tracked ? StoreFault.FailBefore : StoreFault.None;
            var job = before.Job();
            await job.CreateAsync();
            await job.UntilAsync(seen => seen.StoreTrouble is not null);
            store.OnWrite = _ => StoreFault.None;
            await before.Cluster.StopAllSilosAsync().WaitAsync(TimeSpan.FromSeconds(30));

            job.Stored.External!.Id.ShouldBe("statement-77");
        }
    }

    [Fact]
    public async Task A_submit_in_flight_when_its_silo_stops_is_resolved_by_the_next_one()
    {
        var clock = new VirtualClock();
        var store = new FaultyStore();
        string key;
        await using (var before = await StartAsync(store, clock))
        {
            var job = before.Job();
            key = job.Key;
            await job.CreateAsync();
            var submit = await before.NextAsync(CallKind.Submit);
            await before.Cluster.StopAllSilosAsync().WaitAsync(TimeSpan.FromSeconds(30));
            submit.Abandoned.ShouldBeTrue();
        }

        store.Stored(key)!.Stage.ShouldBe(JobStage.Submitting);
        await using var after = await StartAsync(store, clock);
        var lookUp = await after.NextAsync(CallKind.LookUp);
        lookUp.Answer(lookUp.Running());
        await after.Job().UntilAsync(seen => seen.Phase == JobPhase.Running);
        after.Plugin.Count(CallKind.Submit).ShouldBe(0);
    }

    [Fact]
    public async Task A_submit_in_flight_at_a_service_that_takes_no_ids_is_waited_for_when_its_silo_stops()
    {
        await using var world = await JobWorld.StartAsync(settings => settings.AcceptsJobId = false);
        var job = world.Job();
        await job.CreateAsync();
        var submit = await world.NextAsync(CallKind.Submit);
        var stopping = world.Cluster.StopAllSilosAsync();

        // What must not happen has no event: the stop gets a second in which to cut the submit off.
        await Task.WhenAny(submit.WhenAbandoned, Task.Delay(TimeSpan.FromSeconds(1)));
        stopping.IsCompleted.ShouldBeFalse();
        submit.Answer(Evidence.Seen(new ExternalJob("statement-77", new Dictionary<string, string>()), ServicePhase.Running));

        await stopping.WaitAsync(TimeSpan.FromSeconds(30));

        submit.Abandoned.ShouldBeFalse();
        job.Stored.External!.Id.ShouldBe("statement-77");
    }

    [Fact]
    public async Task A_silo_stops_at_once_while_a_service_hangs()
    {
        await using var world = await JobWorld.StartAsync();
        await world.RunningAsync();
        var hanging = await world.NextAsync(CallKind.LookUp);

        await world.Cluster.StopAllSilosAsync().WaitAsync(TimeSpan.FromSeconds(25));

        hanging.Abandoned.ShouldBeTrue();
    }

    private static Task<JobWorld> StartAsync(FaultyStore store, VirtualClock? clock = null) => JobWorld.StartAsync(settings =>
    {
        settings.Store = store;
        settings.Clock = clock ?? settings.Clock;
    });

    private static JobRecord Running(string node) =>
        Records.Running with { Identity = Tasks.Command(Tasks.Request(node)).Identity, Task = Tasks.Request(node) };

    private static JobRecord Ended(string node) =>
        Records.Succeeded with { Identity = Tasks.Command(Tasks.Request(node)).Identity, Task = Tasks.Request(node) };
}
