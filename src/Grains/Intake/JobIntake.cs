using BackendPlugins.Contracts;
using BackendPlugins.Grains.Life;
using BackendPlugins.Grains.Plugins;
using BackendPlugins.Grains.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace BackendPlugins.Grains.Intake;

/// <summary>
/// Accepts what is new with one write, whose primary key lets only one through, and leaves the rest to the job's grain: a key that
/// is taken, and a task that no plugin of this silo serves. The grain of an accepted job reads it from the store when it wakes.
/// </summary>
internal sealed partial class JobIntake(
    [FromKeyedServices(JobGrain.StoreName)] IGrainStorage storage,
    PluginCatalog plugins,
    JobPlanner planner,
    AcceptedJobs accepted,
    LocalJobs local,
    IGrainFactory grains,
    JobMetrics metrics,
    TypicalDurations durations,
    TimeProvider time,
    ILogger<JobIntake> logger) : IJobIntake
{
    private static readonly GrainType Type = GrainType.Create(JobGrain.TypeName);

    /// <inheritdoc/>
    public async Task<CreateResult> CreateAsync(CreateJob command, TimeSpan within)
    {
        var key = command.Identity.Key.Value;
        if (plugins.Serving(command.Task.Category) is not { } plugin || local.Find(key) is not null)
        {
            return await AskGrainAsync(command, within);
        }

        accepted.Arrive();
        try
        {
            return await AcceptAsync(command, planner.Plan(plugin, command), within);
        }
        finally
        {
            accepted.Leave();
        }
    }

    private async Task<CreateResult> AcceptAsync(CreateJob command, JobRecord planned, TimeSpan within)
    {
        var key = planned.Identity.Key.Value;
        using var timeout = new CancellationTokenSource(within < StoreWait.Limit ? within : StoreWait.Limit, time);
        try
        {
            await storage.WriteStateAsync(
                JobGrain.StateName, GrainId.Create(Type, key), new GrainState<JobState>(new JobState { Record = planned }), timeout.Token);
        }
        catch (InconsistentStateException)
        {
            return await AskGrainAsync(command, within);
        }
        catch (Exception exception)
        {
            LogStoreFailed(key, StoreWait.Words(exception), StoreWait.Unexpected(exception));
            return new CreateResult(CreateOutcome.StoreUnavailable, null, StoreWait.Words(exception));
        }

        Begin(planned);
        return new CreateResult(CreateOutcome.Accepted, JobShown.Of(planned));
    }

    private Task<CreateResult> AskGrainAsync(CreateJob command, TimeSpan within) =>
        grains.GetGrain<IJobGrain>(command.Identity.Key.Value).CreateAsync(command).WaitAsync(within, time);

    private void Begin(JobRecord job)
    {
        metrics.Accepted(job);
        LogAccepted(job.Identity.Key.Value, job.External?.Id, job.Phase);
        if (job.Stage == JobStage.Ended)
        {
            durations.Learn(job);
            metrics.Ended(job);
        }
        else
        {
            accepted.Add(job);
        }
    }

    [LoggerMessage(1001, LogLevel.Debug, "Job {JobId} accepted as {ExternalId} in phase {Phase}")]
    private partial void LogAccepted(string jobId, string? externalId, JobPhase phase);

    [LoggerMessage(1005, LogLevel.Warning, "Job {JobId} could not be written to the job store: {Reason}")]
    private partial void LogStoreFailed(string jobId, string reason, Exception? exception);
}
