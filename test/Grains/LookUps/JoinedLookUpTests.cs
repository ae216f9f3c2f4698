using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Tests;

/// <summary>Jobs of several silos asked for together.</summary>
public sealed class JoinedLookUpTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Jobs_of_two_silos_are_answered_from_a_list_and_not_one_by_one(bool isShared)
    {
        await using var world = await StartAsync(plugin => plugin.IsShared = isShared);
        var jobs = await world.ManyAsync(60);
        var (lists, singles) = (world.Listing.Lists, world.Listing.Singles);
        await world.Clock.PassAsync(TimeSpan.FromSeconds(40));
        var asked = world.Listing.Lists - lists;
        asked.ShouldBeInRange(5, isShared ? 130 : 260);
        (world.Listing.Singles - singles).ShouldBeLessThan(200, "60 jobs for 40 s, at most every 4 s, are some 600 looks");

        world.Listing.EndAll();
        foreach (var job in jobs)
        {
            (await job.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Succeeded);
        }
    }

    [Fact]
    public async Task A_job_that_the_list_lacks_is_asked_for_by_itself_and_not_taken_for_ended()
    {
        await using var world = await StartAsync();
        var jobs = await world.ManyAsync(30);
        var hidden = (await jobs[0].GetAsync()).ExternalId!;
        world.Listing.Hidden = id => id == hidden;
        await world.Clock.PassAsync(TimeSpan.FromSeconds(20));
        (await jobs[0].GetAsync()).Phase.ShouldBe(JobPhase.Running);
        world.Listing.End(hidden);
        (await jobs[0].UntilEndedAsync()).Phase.ShouldBe(JobPhase.Succeeded);
    }

    [Fact]
    public async Task A_service_without_a_list_is_asked_one_by_one_and_its_list_is_left_alone()
    {
        await using var world = await StartAsync(plugin => plugin.ListFails = true);
        var jobs = await world.ManyAsync(30);
        await world.Clock.PassAsync(TimeSpan.FromSeconds(30));
        world.Listing.Lists.ShouldBeLessThan(6);
        world.Listing.EndAll();
        foreach (var job in jobs)
        {
            (await job.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Succeeded);
        }
    }

    [Fact]
    public async Task Jobs_wait_for_their_turn_say_so_and_a_delete_ends_the_wait()
    {
        await using var world = await StartAsync(plugin => plugin.MostActive = 3);
        var jobs = Enumerable.Range(0, 8).Select(i => world.Job(Tasks.Request(node: $"n{i}"))).ToList();
        foreach (var job in jobs)
        {
            (await job.CreateAsync()).Outcome.ShouldBe(CreateOutcome.Accepted);
        }

        await world.Clock.UntilAsync(() => Task.FromResult(world.Listing.Started), started => started == 3, "three jobs at the service");
        await world.Clock.PassAsync(TimeSpan.FromSeconds(5));
        world.Listing.Started.ShouldBe(3);

        var waiting = new List<JobInWorld>();
        foreach (var job in jobs)
        {
            var seen = await job.GetAsync();
            if (seen.Stage == JobStage.Accepted)
            {
                seen.Message.ShouldMatch(@"^waiting for its turn: \d+ ahead in project p$");
                waiting.Add(job);
            }
        }

        waiting.Count.ShouldBe(5);
        (await waiting[0].DeleteAsync()).ShouldBe(DeleteOutcome.Promised);
        (await waiting[0].UntilEndedAsync()).Phase.ShouldBe(JobPhase.Aborted);
        world.Listing.Started.ShouldBe(3, "a job that was deleted while it waited never starts");

        world.Listing.EndAll();
        await world.UntilAsync(() => world.Listing.Started == 6, "the next three jobs at the service");
        world.Listing.EndAll();
        await world.UntilAsync(() => world.Listing.Started == 7, "the last job at the service");
        world.Listing.EndAll();
        foreach (var job in waiting.Skip(1))
        {
            (await job.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Succeeded);
        }
    }

    private static async Task<JobWorld> StartAsync(Action<ListingPlugin>? configure = null)
    {
        var plugin = new ListingPlugin();
        configure?.Invoke(plugin);
        return await JobWorld.StartAsync(settings =>
        {
            settings.Silos = 2;
            settings.Listing = plugin;
            settings.Polling = polling => polling.Young = TimeSpan.FromSeconds(5);
        });
    }
}
