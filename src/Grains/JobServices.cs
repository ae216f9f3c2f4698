using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Grains.Intake;
using BackendPlugins.Grains.Life;
using BackendPlugins.Grains.LookUps;
using BackendPlugins.Grains.Pacing;
using BackendPlugins.Grains.Plugins;
using BackendPlugins.Grains.Rest;
using BackendPlugins.Grains.Scheduling;
using BackendPlugins.Grains.Secrets;
using BackendPlugins.Grains.Watch;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace BackendPlugins.Grains;

/// <summary>What the job grains of a silo share, in one place: a hundred thousand of them would each keep it all by themselves.</summary>
internal sealed class JobServices(
    [FromKeyedServices(JobGrain.StoreName)] IGrainStorage storage,
    PluginCatalog plugins,
    IJobCatalog catalog,
    PollSchedule schedule,
    LookUpDesk desk,
    SubmitTurns turns,
    TypicalDurations durations,
    IOptions<PollingOptions> polling,
    JobPlanner planner,
    ISecretProtection protection,
    LocalJobs local,
    JobMetrics metrics,
    WatchedJobs watch,
    SharedParts parts,
    RecordSamples samples,
    TimeProvider time)
{
    public IGrainStorage Storage => storage;

    public PluginCatalog Plugins => plugins;

    public IJobCatalog Catalog => catalog;

    public PollSchedule Schedule => schedule;

    public LookUpDesk Desk => desk;

    public SubmitTurns Turns => turns;

    public TypicalDurations Durations => durations;

    public PollingOptions Polling { get; } = polling.Value;

    public JobPlanner Planner => planner;

    public ISecretProtection Protection => protection;

    public LocalJobs Local => local;

    public JobMetrics Metrics => metrics;

    public WatchedJobs Watch => watch;

    public SharedParts Parts => parts;

    public RecordSamples Samples => samples;

    public TimeProvider Time => time;
}
