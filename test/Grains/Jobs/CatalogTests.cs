using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Grains.Tests;

public sealed class CatalogTests
{
    [Fact]
    public async Task The_catalog_answers_those_who_have_no_store_of_their_own()
    {
        var store = new FaultyStore();
        store.Put(Records.Running);
        await using var world = await JobWorld.StartAsync(settings => settings.Store = store);
        var catalog = world.Cluster.Client.GetGrain<IJobCatalogGrain>(0);

        (await catalog.ListAsync(new JobFilter { Plugin = "Test" })).Jobs.ShouldHaveSingleItem().Key.ShouldBe(Records.Running.Identity.Key.Value);
        (await catalog.ListAsync(new JobFilter { Plugin = "Other" })).Jobs.ShouldBeEmpty();
        (await catalog.CountAsync(new JobFilter()))[JobPhase.Running].ShouldBe(1);
    }

    [Fact]
    public async Task The_catalog_tells_of_a_job_what_its_grain_would_without_asking_it()
    {
        var store = new FaultyStore();
        store.Put(Records.Running);
        await using var world = await JobWorld.StartAsync(settings => settings.Store = store);
        var catalog = world.Cluster.Client.GetGrain<IJobCatalogGrain>(5);

        var recalled = (await catalog.RecallAsync(Records.Running.Identity.Key.Value)).ShouldNotBeNull();
        var told = (await world.Cluster.Client.GetGrain<IJobGrain>(Records.Running.Identity.Key.Value).GetAsync()).ShouldNotBeNull();
        (recalled.Phase, recalled.Stage, recalled.Message, recalled.ExternalId).ShouldBe((told.Phase, told.Stage, told.Message, told.ExternalId));
        (await catalog.RecallAsync("bigquery_query_job_task/nobody")).ShouldBeNull();
    }

    [Fact]
    public async Task A_silent_store_reaches_the_asker_as_such()
    {
        var store = new FaultyStore { Down = true };
        await using var world = await JobWorld.StartAsync(settings => settings.Store = store);

        await Should.ThrowAsync<JobStoreUnavailableException>(() => world.Cluster.Client.GetGrain<IJobCatalogGrain>(0).ListAsync(new JobFilter()));
    }
}
