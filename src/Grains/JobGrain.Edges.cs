using BackendPlugins.Contracts;
using BackendPlugins.Grains.Life;
using BackendPlugins.Grains.Rest;
using Orleans.Storage;

namespace BackendPlugins.Grains;

/// <summary>How changes become durable, and what is shown of them.</summary>
internal sealed partial class JobGrain
{
    /// <summary>Whether <see cref="_job"/> has an edge that the store has not confirmed.</summary>
    private bool _unsaved;

    private bool _steppedDown;

    private enum WriteOutcome
    {
        Stored,
        Outdated,
        Silence,
    }

    /// <summary>
    /// A change that must be durable before anything follows from it (an intent). It is dropped where the store does not
    /// confirm it, and the caller is told.
    /// </summary>
    private async Task<bool> IntendAsync(Func<JobRecord, JobRecord> change)
    {
        await Unrest.Gate.EnterAsync();
        try
        {
            var before = Wake()!;
            var after = change(before);
            if (ReferenceEquals(before, after))
            {
                return true;
            }

            if (!await SaveAsync(after))
            {
                return false;
            }

            // What was held has been written with it.
            _unsaved = false;
            Take(after);
            return true;
        }
        finally
        {
            Unrest.Gate.Leave();
        }
    }

    /// <summary>A change that has happened whether the store knows it or not (evidence). It is held until the store takes it.</summary>
    private async Task LearnAsync(Func<JobRecord, JobRecord> change)
    {
        await Unrest.Gate.EnterAsync();
        try
        {
            var before = Wake()!;
            var after = change(before);
            if (_unsaved || JobLife.IsEdge(before, after))
            {
                _job = after;
                _unsaved = true;
                _unsaved = !await SaveAsync(after);
            }

            Take(after);
        }
        finally
        {
            Unrest.Gate.Leave();
        }
    }

    private async Task<bool> SaveAsync(JobRecord record)
    {
        switch (await WriteAsync(record))
        {
            case WriteOutcome.Stored:
                LogEdge(Key, record.Stage, record.Phase, record.Message);
                return true;
            case WriteOutcome.Outdated:
                // Another activation of this job has written, or an earlier write of ours landed without an answer. Either way
                // what this one knows is out of date: the next activation reads and goes on.
                StepDown();
                return false;
            default:
                return false;
        }
    }

    private async Task<WriteOutcome> WriteAsync(JobRecord record)
    {
        using var timeout = new CancellationTokenSource(StoreWait.Limit, services.Time);
        var state = new GrainState<JobState>(new JobState { Record = record }, _version);
        try
        {
            await services.Storage.WriteStateAsync(StateName, this.GetGrainId(), state, timeout.Token);
        }
        catch (InconsistentStateException exception)
        {
            LogOutdated(Key, exception);
            return WriteOutcome.Outdated;
        }
        catch (Exception exception)
        {
            LogStoreFailed(Key, StoreWait.Words(exception), StoreWait.Unexpected(exception));
            Unrest.StoreTrouble = StoreWait.Words(exception);
            return WriteOutcome.Silence;
        }

        (_version, Unrest.StoreTrouble) = (services.Parts.Share(state.ETag), null);
        if (record.Stage == JobStage.Ended)
        {
            services.Durations.Learn(record);
            services.Metrics.Ended(record);
        }

        return WriteOutcome.Stored;
    }

    private void Take(JobRecord record)
    {
        _job = record;
        _unrest?.Loading = null;
        CountActive();
        Show();
        if (record.Stage == JobStage.Ended && !_unsaved)
        {
            StopWork();
        }
    }

    /// <summary>
    /// Renews what callers are told. An end is shown only once it is durable: after a crash it would otherwise be taken back.
    /// </summary>
    private void Show()
    {
        var newest = Wake()!;
        var job = _unsaved && newest.Stage == JobStage.Ended && _face is { } before ? before.Read().Record : newest;
        Face(new AwakeJob(newest, job, JobShown.Of(job) with
        {
            ObservedAt = ObservedAt,
            Trouble = job.Stage == JobStage.Ended ? null : Trouble,
            StoreTrouble = _unsaved ? _unrest?.StoreTrouble : null,
            SecretsTag = Secrets.Tag(),
            Revision = NextRevision(),
        }));
    }

    /// <summary>Leaves the field to the next activation, which reads the store, and asks for it at once.</summary>
    private void StepDown()
    {
        _steppedDown = true;
        Hide();
        StopWork();
        DeactivateOnIdle();
        this.AsReference<IJobGrain>().ResumeAsync().AsTask().Ignore();
    }
}
