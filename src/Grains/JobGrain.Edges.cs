using BackendPlugins.Contracts;
using BackendPlugins.Grains.Life;
using Orleans.Storage;

namespace BackendPlugins.Grains;

/// <summary>How changes become durable, and what is shown of them.</summary>
internal sealed partial class JobGrain
{
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Whether <see cref="_job"/> has an edge that the store has not confirmed.</summary>
    private bool _unsaved;

    private string? _storeTrouble;

    /// <summary>
    /// A change that must be durable before anything follows from it (an intent). It is dropped where the store does not
    /// confirm it, and the caller is told.
    /// </summary>
    private async Task<bool> IntendAsync(Func<JobRecord, JobRecord> change)
    {
        await _gate.WaitAsync();
        try
        {
            var before = _job!;
            var after = change(before);
            if (ReferenceEquals(before, after))
            {
                return true;
            }

            if (!await SaveAsync(after))
            {
                return false;
            }

            Take(after);
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A change that has happened whether the store knows it or not (evidence). It is held until the store takes it.</summary>
    private async Task LearnAsync(Func<JobRecord, JobRecord> change)
    {
        await _gate.WaitAsync();
        try
        {
            var before = _job!;
            var after = change(before);
            if (_unsaved || JobLife.IsEdge(before, after))
            {
                var firstEnd = before.Stage != JobStage.Ended && after.Stage == JobStage.Ended;
                _job = after;
                _unsaved = true;
                _unsaved = !await SaveAsync(after);
                if (firstEnd)
                {
                    metrics.Ended(after);
                }
            }

            Take(after);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<bool> SaveAsync(JobRecord record)
    {
        var stored = state.State.Record;
        state.State.Record = record;
        try
        {
            await WriteAsync();
            _storeTrouble = null;
            LogEdge(this.GetPrimaryKeyString(), record.Stage, record.Phase, record.Message);
            return true;
        }
        catch (InconsistentStateException exception)
        {
            // Another activation of this job has written, or an earlier write of ours landed without an answer. Either way
            // what this one knows is out of date: the next activation reads and goes on.
            state.State.Record = stored;
            LogSteppedDown(this.GetPrimaryKeyString(), exception);
            StepDown();
            return false;
        }
        catch (Exception exception)
        {
            state.State.Record = stored;
            _storeTrouble = $"the job store does not answer since {time.GetUtcNow():O}";
            LogStoreFailed(this.GetPrimaryKeyString(), exception);
            return false;
        }
    }

    private async Task WriteAsync()
    {
        using var timeout = new CancellationTokenSource(WriteTimeout, time);
        await state.WriteStateAsync(timeout.Token);
    }

    private JobRecord Take(JobRecord record)
    {
        _job = record;
        Show();
        if (record.Stage == JobStage.Ended && !_unsaved)
        {
            StopWork();
        }

        return record;
    }

    /// <summary>
    /// Renews what callers are told. An end is shown only once it is durable: after a crash it would otherwise be taken back.
    /// </summary>
    private void Show()
    {
        var job = _unsaved && _job!.Stage == JobStage.Ended && state.State.Record is { } stored ? stored : _job!;
        _snapshot = new JobSnapshot
        {
            Key = job.Identity.Key,
            Phase = job.Phase,
            Stage = job.Stage,
            Message = job.Message,
            ObservedAt = _observedAt,
            Trouble = _trouble,
            StoreTrouble = _unsaved ? _storeTrouble : null,
            CancelRequested = job.Cancel is not null,
            Error = job.Error,
            Outputs = job.Outputs,
            LogLinks = job.LogLinks,
            CustomInfo = job.CustomInfo,
            ExternalId = job.External?.Id,
            CreatedAt = job.CreatedAt,
            ChangedAt = job.ChangedAt,
            EndedAt = job.EndedAt,
        };
    }

    /// <summary>Leaves the field to the next activation, which reads the store, and asks for it at once.</summary>
    private void StepDown()
    {
        StopWork();
        DeactivateOnIdle();
        this.AsReference<IJobGrain>().ResumeAsync().AsTask().Ignore();
    }
}
