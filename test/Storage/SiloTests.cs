using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Storage.Tests.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Orleans.TestingHost;

namespace BackendPlugins.Storage.Tests;

/// <summary>The store behind a real grain's persistent state.</summary>
public sealed class SiloTests : IAsyncLifetime
{
    private readonly SqliteFile _file = new();
    private InProcessTestCluster _cluster = null!;

    private IStoredGrain Grain => _cluster.Client.GetGrain<IStoredGrain>("bigquery_query_job_task/silo");

    public async ValueTask InitializeAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(_file.Settings).Build();
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddJobStore(configuration);
            silo.AddJobGrainStorage();
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _file.Dispose();
    }

    [Fact]
    public async Task A_grain_finds_what_an_earlier_activation_wrote()
    {
        (await Grain.MessageAsync()).ShouldBeNull();
        await Grain.WriteAsync("hello");
        await Grain.LeaveAsync();

        (await Grain.MessageAsync()).ShouldBe("hello");
        await Grain.WriteAsync("again");
        var catalog = _cluster.Silos[0].ServiceProvider.GetRequiredService<IJobCatalog>();
        (await catalog.UnfinishedAsync(null, 10, TestContext.Current.CancellationToken)).ShouldBe(["bigquery_query_job_task/silo"]);
    }

    [Fact]
    public async Task A_grain_whose_row_was_written_by_another_steps_down()
    {
        await Grain.WriteAsync("hello");
        _file.Execute("UPDATE job SET version = version + 1");

        await Should.ThrowAsync<InconsistentStateException>(Grain.WriteAsync("lost"));

        (await Grain.MessageAsync()).ShouldBe("hello");
    }

    [Fact]
    public async Task A_grain_learns_that_the_store_is_unavailable()
    {
        await Grain.WriteAsync("hello");
        _file.Execute("ALTER TABLE job RENAME TO job_away");

        var failure = await Should.ThrowAsync<Exception>(Grain.WriteAsync("lost"));

        // Orleans wraps what is no exception of its own.
        (failure as JobStoreUnavailableException ?? failure.InnerException).ShouldBeOfType<JobStoreUnavailableException>();
    }
}

/// <summary>A grain with the job grain's state.</summary>
[Alias("storage-tests.IStoredGrain")]
public interface IStoredGrain : IGrainWithStringKey
{
    [Alias("message")]
    Task<string?> MessageAsync();

    [Alias("write")]
    Task WriteAsync(string message);

    [Alias("leave")]
    Task LeaveAsync();
}

internal sealed class StoredGrain([PersistentState("job", "jobs")] IPersistentState<JobState> state) : Grain, IStoredGrain
{
    public Task<string?> MessageAsync() => Task.FromResult(state.State.Record?.Message);

    public async Task WriteAsync(string message)
    {
        state.State.Record = Samples.Job("silo") with { Message = message };
        await state.WriteStateAsync(CancellationToken.None);
    }

    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
