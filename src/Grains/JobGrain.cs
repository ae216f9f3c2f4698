using System.Diagnostics.CodeAnalysis;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Grains.Identity;
using BackendPlugins.Grains.Life;
using BackendPlugins.Grains.Placement;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Storage;

namespace BackendPlugins.Grains;

/// <summary>
/// One external job: accepts it, submits it, watches it, cancels it. This part answers calls; <c>JobGrain.Work.cs</c> does
/// the work between them, <c>JobGrain.Upstream.cs</c> talks to the service, <c>JobGrain.Edges.cs</c> makes changes durable.
/// </summary>
/// <remarks>
/// Calls interleave with the work, so none waits behind a slow service. Order is kept by one gate through which every
/// change goes; a change is a function of the newest record.
/// </remarks>
[GrainType(TypeName)]
[SuppressMessage("Design", "CA1001", Justification = "StopWork disposes what it has.")]
[RandomPlacement] // The default keeps a burst of creates on the caller's silo.
[PluginPoolFilter]
[CollectionAgeLimit(Minutes = 2)]
internal sealed partial class JobGrain(JobServices services, ILogger<JobGrain> logger) : Grain, IJobGrain
{
    /// <summary>Name of the grain storage.</summary>
    internal const string StoreName = "jobs";

    /// <summary>Name of the state in it.</summary>
    internal const string StateName = "job";

    internal const string TypeName = "job";

    /// <summary>
    /// The newest record, ahead of the store only while <see cref="_unsaved"/>; null for a key that nobody has created, and while
    /// the job rests: <see cref="Wake"/>.
    /// </summary>
    private JobRecord? _job;

    /// <summary>The job's key; the runtime makes another text of it each time that it is asked.</summary>
    private string Key => _job?.Identity.Key.Value ?? this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Hide();
        if (_submitsWithoutId)
        {
            // Cut off now, the job could not be found again.
            await (_unrest?.Working ?? Task.CompletedTask);
        }

        StopWork();
        if (_unsaved && !_steppedDown)
        {
            // The id that a service gave the job may be known here alone.
            await LearnAsync(static job => job);
        }
    }

    /// <inheritdoc/>
    public async Task<CreateResult> CreateAsync(CreateJob command)
    {
        try
        {
            var result = IsUnheardOf(command)
                ? await WriteFirstAsync(() => AcceptAsync(command))
                : await FindOrWriteFirstAsync(known => Repeat(known, RequestFingerprint.Of(command.Task)), () => AcceptAsync(command));
            if (result.Outcome == CreateOutcome.Known && command.Secrets is { } secrets)
            {
                await RenewSecretsAsync(secrets);
            }

            return result;
        }
        catch (JobStoreUnavailableException silence)
        {
            return new CreateResult(CreateOutcome.StoreUnavailable, null, silence.Message);
        }
    }

    /// <inheritdoc/>
    public ValueTask<JobSnapshot?> GetAsync() => _loaded ? ValueTask.FromResult(Snapshot()) : new(LoadedAsync(self => self.Snapshot()));

    /// <inheritdoc/>
    public ValueTask<JobNews> GetNewsAsync(long revision) => _loaded ? ValueTask.FromResult(News(revision)) : new(LoadedAsync(self => self.News(revision)));

    /// <inheritdoc/>
    public async Task<DeleteOutcome> DeleteAsync(string reason)
    {
        try
        {
            await LoadAsync();
        }
        catch (JobStoreUnavailableException)
        {
            return DeleteOutcome.StoreUnavailable;
        }

        if (Wake() is not { } job)
        {
            return DeleteOutcome.Unknown;
        }

        if (job.Stage == JobStage.Ended)
        {
            return DeleteOutcome.AlreadyEnded;
        }

        if (!await IntendAsync(known => JobLife.RequestCancel(known, reason, services.Time.GetUtcNow())))
        {
            // The store is well, but this activation has been overtaken: whoever calls again reaches the next one.
            return !_steppedDown
                ? DeleteOutcome.StoreUnavailable
                : throw new InconsistentStateException($"Job {Key} was written by another activation.", "unknown", "unknown");
        }

        RememberOrigin(cancel: true);

        // A look-up that hangs must not delay the cancel; a submit is left to end, so that its outcome is known.
        await CutLookUpAsync();
        WakeUp();
        return DeleteOutcome.Promised;
    }

    /// <inheritdoc/>
    public ValueTask<JobDetails?> DescribeAsync() => _loaded ? ValueTask.FromResult(Details()) : new(LoadedAsync(self => self.Details()));

    /// <inheritdoc/>
    public async ValueTask ResumeAsync()
    {
        await LoadAsync();
        if (_job is { Stage: JobStage.Accepted })
        {
            RememberOrigin();
        }

        StartWork();
    }

    private JobDetails? Details() => _face is { } face ? Details(face.Read()) : null;

    private JobDetails Details((JobRecord Record, JobSnapshot Snapshot) told)
    {
        var (job, snapshot) = told;
        return new JobDetails(
            AtTurn(snapshot), job.Identity, job.Plugin, job.Cancel, job.External?.Coordinates ?? new Dictionary<string, string>(), job.History, _watched?.Due)
        {
            Metrics = job.Metrics,
            Progress = job.Progress,
        };
    }

    private async Task<CreateResult> AcceptAsync(CreateJob command)
    {
        var plugin = services.Plugins.Serving(command.Task.Category);
        if (plugin is null)
        {
            return new CreateResult(CreateOutcome.UnknownCategory, null, $"no plugin of this silo serves {command.Task.Category}");
        }

        var planned = services.Planner.Plan(plugin, command);
        if (planned.ProtectedSecrets is not null)
        {
            Unrest.Secrets = command.Secrets!;
        }

        return await StoreFirstAsync(planned);
    }

    private async Task<CreateResult> StoreFirstAsync(JobRecord planned)
    {
        switch (await WriteAsync(planned))
        {
            case WriteOutcome.Stored:
                services.Metrics.Accepted(planned);
                RememberOrigin();
                LogAccepted(Key, planned.External?.Id, planned.Phase);
                _loaded = true;
                Take(planned);
                StartWork();
                return new CreateResult(CreateOutcome.Accepted, _face!.Snapshot);
            case WriteOutcome.Outdated:
                // Somebody created it since we read: a write of ours whose answer was lost, or another activation.
                _loaded = false;
                await ReloadAsync();
                return Known is { } stored
                    ? Repeat(stored, RequestFingerprint.Of(planned))
                    : throw new JobStoreUnavailableException("the job store answered two different things");
            default:
                // The write may have taken effect all the same: the next call looks.
                _loaded = false;
                throw new JobStoreUnavailableException(_unrest!.StoreTrouble!);
        }
    }

    private CreateResult Repeat(JobRecord job, string fingerprint) =>
        RequestFingerprint.Of(job) == fingerprint
            ? new CreateResult(CreateOutcome.Known, _face!.Snapshot)
            : new CreateResult(
                CreateOutcome.Conflict,
                null,
                $"job {job.Identity.Key} was accepted at {job.CreatedAt:O} for the same attempt and output_prefix with another template or other inputs; "
                + "a changed task needs a new attempt or output_prefix");
}
