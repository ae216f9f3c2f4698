using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Grains.Recovery;
using BackendPlugins.Grains.Scheduling;
using BackendPlugins.Grains.Secrets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;
using Orleans.TestingHost;

namespace BackendPlugins.Grains.Tests;

/// <summary>A cluster with virtual time, a scripted service and a store that fails as it is told.</summary>
internal sealed class JobWorld : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private JobWorld(JobWorldSettings settings)
    {
        Clock = settings.Clock;
        Store = settings.Store;
        Listing = settings.Listing!;
        Plugin = new ScriptedPlugin(
            Clock.Time, new PluginDescription("Test", "Test Connector", [Tasks.Category]) { AcceptsJobId = settings.AcceptsJobId });
        var builder = new InProcessTestClusterBuilder(settings.Silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureHost(host => host.Logging.ClearProviders());
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(Clock.Time);
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.Services.AddSingleton<Random>(new SteadyRandom());
            silo.Services.AddSingleton<IBackendPlugin>(settings.Listing is { } listing ? listing : Plugin);
            silo.Services.AddSingleton<IJobCatalog>(Store);
            silo.Services.AddGrainStorage(JobGrain.StoreName, (_, _) => Store);
            silo.Services.AddSingleton<ISecretProtection, OpenSeal>();
            silo.Services.AddBackendGrains();
            silo.Services.Configure<PollingOptions>(settings.Polling);
            silo.Services.Configure<RecoveryOptions>(settings.Recovery);
            silo.Services.Configure<ClusterMembershipOptions>(options =>
            {
                // A killed silo is declared dead at once, not after the patience of production.
                options.ProbeTimeout = TimeSpan.FromSeconds(1);
                options.NumMissedProbesLimit = 1;
                options.NumVotesForDeathDeclaration = 1;
                options.EnableConnectionLivenessCheck = false;
            });
        });
        _cluster = builder.Build();
    }

    public VirtualClock Clock { get; }

    public FaultyStore Store { get; }

    public ScriptedPlugin Plugin { get; }

    /// <summary>The plugin of a world whose service has a list.</summary>
    public ListingPlugin Listing { get; }

    public InProcessTestCluster Cluster => _cluster;

    public static async Task<JobWorld> StartAsync(Action<JobWorldSettings>? configure = null)
    {
        var settings = new JobWorldSettings();
        configure?.Invoke(settings);
        var world = new JobWorld(settings);
        await world._cluster.DeployAsync();
        return world;
    }

    public JobInWorld Job(TaskRequest? task = null) => new(this, Tasks.Command(task ?? Tasks.Request()));

    /// <summary>Many jobs that the service of <see cref="Listing"/> runs.</summary>
    public async Task<IReadOnlyList<JobInWorld>> ManyAsync(int count)
    {
        var jobs = Enumerable.Range(0, count).Select(i => Job(Tasks.Request(node: $"n{i}"))).ToList();
        foreach (var job in jobs)
        {
            (await job.CreateAsync()).Outcome.ShouldBe(CreateOutcome.Accepted);
        }

        await UntilAsync(() => Listing.Started == count, "all jobs at the service");
        foreach (var job in jobs)
        {
            await job.UntilAsync(seen => seen.Phase == JobPhase.Running);
        }

        return jobs;
    }

    /// <summary>A job that the service has confirmed to be running.</summary>
    public async Task<JobInWorld> RunningAsync(TaskRequest? task = null)
    {
        var job = Job(task);
        (await job.CreateAsync()).Outcome.ShouldBe(CreateOutcome.Accepted);
        var submit = await NextAsync(CallKind.Submit);
        submit.Answer(submit.Running());
        await job.UntilAsync(seen => seen.Phase == JobPhase.Running, TimeSpan.Zero);
        return job;
    }

    /// <summary>Moves time until the grain calls the service.</summary>
    public Task<PluginCall> NextAsync(CallKind kind, TimeSpan? step = null) => Clock.UntilAsync(Plugin.NextAsync(kind), $"a {kind} call", step);

    /// <summary>Moves time until something holds that no event tells of.</summary>
    public Task UntilAsync(Func<bool> holds, string what, TimeSpan? step = null) =>
        Clock.UntilAsync(() => Task.FromResult(holds()), seen => seen, what, step);

    /// <summary>Ends all silos as a crash would: nothing is said or written any more.</summary>
    public async Task KillAsync()
    {
        foreach (var silo in _cluster.Silos.ToList())
        {
            await _cluster.KillSiloAsync(silo);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Store.Down = false;
        Store.ReadsHang = false;
        Store.LetGo();
        Plugin.Auto = call => call.Succeeded();
        foreach (var call in Plugin.History)
        {
            call.Answer(call.Succeeded());
        }

        await _cluster.DisposeAsync();
    }
}
