using System.Diagnostics.CodeAnalysis;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Grains.Identity;
using BackendPlugins.Grains.Life;
using BackendPlugins.Grains.Plugins;
using BackendPlugins.Grains.Scheduling;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using Orleans.Storage;

namespace BackendPlugins.Grains;

/// <summary>
/// One external job: accepts it, submits it, watches it, cancels it. This part answers calls; <c>JobGrain.Work.cs</c> does
/// the work between them, <c>JobGrain.Edges.cs</c> makes changes durable.
/// </summary>
/// <remarks>
/// Calls interleave with the work, so none waits behind a slow service. Order is kept by one gate through which every
/// change goes; a change is a function of the newest record.
/// </remarks>
[GrainType("job")]
[SuppressMessage("Design", "CA1001", Justification = "The gate never hands out its wait handle, and a write may release it after deactivation.")]
[RandomPlacement] // The default keeps a burst of creates on the caller's silo.
[CollectionAgeLimit(Minutes = 2)]
internal sealed partial class JobGrain(
    [PersistentState("job", JobGrain.StoreName)] IPersistentState<JobState> state,
    PluginCatalog plugins,
    IJobCatalog catalog,
    PollSchedule schedule,
    IOptions<PollingOptions> options,
    JobMetrics metrics,
    TimeProvider time,
    ILogger<JobGrain> logger) : Grain, IJobGrain
{
    /// <summary>Name of the grain storage.</summary>
    internal const string StoreName = "jobs";

    private readonly PollingOptions _options = options.Value;

    /// <summary>The newest record, ahead of the store only while <see cref="_unsaved"/>; null for a key that nobody has created.</summary>
    private JobRecord? _job;

    private JobSnapshot? _snapshot;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (state.State.Record is { } stored)
        {
            if (stored.Stage == JobStage.Submitting)
            {
                // An activation before this one may have been in the middle of a submit.
                _openSubmitAt = time.GetUtcNow();
                _resolveFirst = true;
            }

            Take(stored);

            // After a restart thousands of jobs wake up together.
            StartWork(schedule.Spread());
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        StopWork();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<CreateResult> CreateAsync(CreateJob command)
    {
        await _gate.WaitAsync();
        try
        {
            return _job is null ? await AcceptAsync(command) : Repeat(_job, RequestFingerprint.Of(command.Task));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask<JobSnapshot?> GetAsync() => ValueTask.FromResult(_snapshot);

    /// <inheritdoc/>
    public async Task<DeleteOutcome> DeleteAsync(string reason)
    {
        if (_job is null)
        {
            return DeleteOutcome.Unknown;
        }

        if (_job.Stage == JobStage.Ended)
        {
            return DeleteOutcome.AlreadyEnded;
        }

        if (!await IntendAsync(job => JobLife.RequestCancel(job, reason, time.GetUtcNow())))
        {
            return DeleteOutcome.StoreUnavailable;
        }

        // A look-up that hangs must not delay the cancel; a submit is left to end, so that its outcome is known.
        await CutLookUpAsync();
        WakeUp();
        return DeleteOutcome.Promised;
    }

    /// <inheritdoc/>
    public ValueTask<JobDetails?> DescribeAsync() => ValueTask.FromResult(
        _job is { } job && _snapshot is { } snapshot
            ? new JobDetails(
                snapshot, job.Identity, job.Plugin, job.Cancel, job.External?.Coordinates ?? new Dictionary<string, string>(),
                job.History, _nextTickAt)
            : null);

    /// <inheritdoc/>
    public ValueTask ResumeAsync()
    {
        StartWork();
        return ValueTask.CompletedTask;
    }

    private async Task<CreateResult> AcceptAsync(CreateJob command)
    {
        var plugin = plugins.Serving(command.Task.Category);
        if (plugin is null)
        {
            return new CreateResult(CreateOutcome.UnknownCategory, null, $"no plugin of this silo serves {command.Task.Category}");
        }

        var fingerprint = RequestFingerprint.Of(command.Task);
        state.State.Record = Plan(plugin, command, fingerprint);
        try
        {
            await WriteAsync();
        }
        catch (InconsistentStateException)
        {
            // Somebody created it since we read: an older answer of the store that was lost, or another activation.
            await state.ReadStateAsync();
        }
        catch (Exception exception)
        {
            LogStoreFailed(this.GetPrimaryKeyString(), exception);
            state.State.Record = null;
            StepDown();
            return new CreateResult(CreateOutcome.StoreUnavailable, null, exception.Message);
        }

        if (state.State.Record is not { } stored)
        {
            StepDown();
            return new CreateResult(CreateOutcome.StoreUnavailable, null, "the job store answered two different things");
        }

        var result = Repeat(Take(stored), fingerprint);
        if (result.Outcome == CreateOutcome.Known && ReferenceEquals(stored.Task, command.Task))
        {
            metrics.Accepted(stored);
            LogAccepted(this.GetPrimaryKeyString(), stored.External?.Id, stored.Phase);
            result = result with { Outcome = CreateOutcome.Accepted };
        }

        StartWork();
        return result;
    }

    private JobRecord Plan(IBackendPlugin plugin, CreateJob command, string fingerprint)
    {
        var (identity, task) = command;
        var now = time.GetUtcNow();
        var name = plugin.Description.Name;
        try
        {
            var id = task.Execution.Id;
            var external = plugin.Plan(task, new JobName(id?.Execution ?? "", id?.Node ?? "", identity.Attempt, identity.Key.Hash));
            return JobLife.Accept(identity, task, fingerprint, name, external, now);
        }
        catch (TaskRefusedException refused)
        {
            return JobLife.AcceptAsFailed(identity, task, fingerprint, name, new JobError("BadTask", refused.Message), now);
        }
        catch (Exception exception)
        {
            // A plugin that stumbles over a task will stumble over every repeat of it: the user must see it once.
            LogPlanFailed(this.GetPrimaryKeyString(), name, exception);
            var error = new JobError("PluginError", $"the plugin {name} could not read this task ({exception.GetType().Name}); its log says more", ErrorOrigin.System);
            return JobLife.AcceptAsFailed(identity, task, fingerprint, name, error, now);
        }
    }

    private CreateResult Repeat(JobRecord job, string fingerprint) =>
        job.Fingerprint == fingerprint
            ? new CreateResult(CreateOutcome.Known, _snapshot)
            : new CreateResult(
                CreateOutcome.Conflict,
                null,
                $"job {job.Identity.Key} was accepted at {job.CreatedAt:O} for the same attempt and output_prefix with another template or other inputs; "
                + "a changed task needs a new attempt or output_prefix");
}
