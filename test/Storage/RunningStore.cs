using System.Text.Json;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace BackendPlugins.Storage.Tests;

/// <summary>A job store as a host has it, without the host.</summary>
internal sealed class RunningStore : IDisposable
{
    private readonly ServiceProvider _services;

    private RunningStore(ServiceProvider services)
    {
        _services = services;
    }

    public IServiceProvider Services => _services;

    public IGrainStorage Grains => _services.GetRequiredKeyedService<IGrainStorage>("jobs");

    public IJobCatalog Catalog => _services.GetRequiredService<IJobCatalog>();

    public JobWriter Writer => _services.GetRequiredService<JobWriter>();

    public IJobDatabase Database => _services.GetRequiredService<IJobDatabase>();

    /// <summary>Opens a store.</summary>
    /// <param name="settings">Configuration.</param>
    /// <param name="time">Null for the system's.</param>
    /// <param name="decorate">Puts something in front of the database; null for nothing.</param>
    public static RunningStore Open(
        IEnumerable<KeyValuePair<string, string?>> settings, TimeProvider? time = null, Func<IJobDatabase, IJobDatabase>? decorate = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton(time ?? TimeProvider.System).AddJobStore(configuration).AddJobGrainStorage();
        if (decorate is not null)
        {
            var original = services.Last(service => service.ServiceType == typeof(IJobDatabase));
            services.AddSingleton(provider => decorate((IJobDatabase)original.ImplementationFactory!(provider)));
        }

        var store = new RunningStore(services.BuildServiceProvider());
        store._services.GetRequiredService<JobStoreMigrations>().Apply();
        return store;
    }

    public async Task<GrainState<JobState>> ReadAsync(string key, CancellationToken cancellationToken = default)
    {
        var state = new GrainState<JobState>(new JobState());
        await Grains.ReadStateAsync("job", Id(key), state, cancellationToken);
        return state;
    }

    /// <summary>The first write of a job.</summary>
    public async Task<GrainState<JobState>> CreateAsync(JobRecord record, CancellationToken cancellationToken = default)
    {
        var state = new GrainState<JobState>(new JobState { Record = record });
        await WriteAsync(state, cancellationToken);
        return state;
    }

    public Task CreateAllAsync(IEnumerable<JobRecord> records) => Task.WhenAll(records.Select(record => CreateAsync(record)));

    public Task WriteAsync(GrainState<JobState> state, CancellationToken cancellationToken = default) =>
        Grains.WriteStateAsync("job", Id(state.State!.Record!.Identity.Key.Value), state, cancellationToken);

    public Task ClearAsync(string key, GrainState<JobState> state) => Grains.ClearStateAsync("job", Id(key), state, CancellationToken.None);

    public void Dispose() => _services.Dispose();

    public static string Json(JobRecord? record) => JsonSerializer.Serialize(record, PluginJson.Options);

    private static GrainId Id(string key) => GrainId.Create("job", key);
}
