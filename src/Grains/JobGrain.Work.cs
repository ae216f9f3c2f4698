using BackendPlugins.Contracts;
using BackendPlugins.Grains.Life;

namespace BackendPlugins.Grains;

/// <summary>The work between calls: one timer, one step a tick.</summary>
internal sealed partial class JobGrain
{
    private IGrainTimer? _timer;
    private bool _ticking;
    private bool _wakeUp;
    private CancellationTokenSource? _lookUpCut;
    private DateTimeOffset? _nextTickAt;

    /// <summary>When the last submit whose answer was not seen was sent; it may start the job even now. Null for none.</summary>
    private DateTimeOffset? _openSubmitAt;

    /// <summary>Whether the service has to be asked for the job before it is submitted (again).</summary>
    private bool _resolveFirst;

    private DateTimeOffset? _observedAt;
    private DateTimeOffset? _cancelSentAt;
    private DateTimeOffset? _missingSince;
    private UpstreamTrouble? _trouble;

    private void StartWork(TimeSpan firstWait = default)
    {
        if (_timer is not null || _job is null || (_job.Stage == JobStage.Ended && !_unsaved))
        {
            return;
        }

        DelayDeactivation(Timeout.InfiniteTimeSpan);
        _timer = this.RegisterGrainTimer(
            static (self, cancellationToken) => self.TickAsync(cancellationToken),
            this,
            new GrainTimerCreationOptions(firstWait, Timeout.InfiniteTimeSpan) { KeepAlive = true });
    }

    private void StopWork()
    {
        _timer?.Dispose();
        _timer = null;
        _nextTickAt = null;
        DelayDeactivation(TimeSpan.Zero);
    }

    private void WakeUp()
    {
        if (_ticking)
        {
            _wakeUp = true;
        }
        else
        {
            _timer?.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private Task CutLookUpAsync() => _lookUpCut?.CancelAsync() ?? Task.CompletedTask;

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        using var scope = logger.BeginScope(new KeyValuePair<string, object>[] { new("JobId", this.GetPrimaryKeyString()) });
        _ticking = true;
        _wakeUp = false;
        TimeSpan next;
        try
        {
            next = await StepAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception)
        {
            // Nothing that a plugin or a store throws may stop the watch over a job that costs money.
            LogStepFailed(this.GetPrimaryKeyString(), exception);
            next = Silence($"{exception.GetType().Name} in this system", null);
        }
        finally
        {
            _ticking = false;
        }

        if (_timer is not null)
        {
            next = _wakeUp ? TimeSpan.Zero : next;
            _nextTickAt = time.GetUtcNow() + next;
            _timer.Change(next, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task<TimeSpan> StepAsync(CancellationToken cancellationToken)
    {
        if (_unsaved)
        {
            await LearnAsync(static job => job);
        }

        var job = _job!;
        var cancelDue = _cancelSentAt is not { } sent || time.GetUtcNow() - sent >= _options.CancelRepeat;
        switch (NextStep.Of(job, _resolveFirst, _openSubmitAt is not null, cancelDue))
        {
            case Step.Submit:
                return await SubmitAsync(cancellationToken);
            case Step.Resolve or Step.LookUp:
                return await AskAsync("look-up", (plugin, mine, token) => plugin.LookUpAsync(mine, token), cuttable: true, cancellationToken);
            case Step.Cancel:
                return await CancelAsync(cancellationToken);
            case Step.Abandon:
                await LearnAsync(known => JobLife.Abandon(known, time.GetUtcNow()));
                return RetryOfStore;
            default:
                return RetryOfStore;
        }
    }

    /// <summary>Only an unsaved end lets the timer go on after the job is over.</summary>
    private TimeSpan RetryOfStore => schedule.AfterSilence(3, null);

    private async Task<TimeSpan> SubmitAsync(CancellationToken cancellationToken)
    {
        if (!await SettleFamilyAsync(cancellationToken) || !await IntendAsync(known => JobLife.BeginSubmit(known, time.GetUtcNow())))
        {
            return Silence("the job store does not answer, so nothing is submitted yet", null);
        }

        if (NextStep.Of(_job!, _resolveFirst, _openSubmitAt is not null, cancelDue: true) != Step.Submit)
        {
            // A delete came in between.
            return TimeSpan.Zero;
        }

        // From here until the answer, a crash or a lost answer leaves the outcome open.
        var earlier = _openSubmitAt;
        _openSubmitAt = time.GetUtcNow();
        _resolveFirst = true;
        LogSubmitting(this.GetPrimaryKeyString(), _job!.External?.Id);
        return await AskAsync(
            "submit",
            async (plugin, mine, token) =>
            {
                try
                {
                    return await plugin.SubmitAsync(mine, token);
                }
                catch (ServiceUnavailableException silence) when (!silence.OutcomeUnknown)
                {
                    _openSubmitAt = earlier;
                    _resolveFirst = false;
                    throw;
                }
            },
            cuttable: false,
            cancellationToken);
    }

    private async Task<TimeSpan> CancelAsync(CancellationToken cancellationToken)
    {
        var wait = await AskAsync("cancel", (plugin, mine, token) => plugin.CancelAsync(mine, token), cuttable: false, cancellationToken);
        if (_trouble is null)
        {
            _cancelSentAt = time.GetUtcNow();
        }

        return wait;
    }

    /// <summary>A new attempt cancels the ones before it; an attempt that comes late gives way to the newer one.</summary>
    /// <returns>False where the store did not answer.</returns>
    private async Task<bool> SettleFamilyAsync(CancellationToken cancellationToken)
    {
        var identity = _job!.Identity;
        if (_job.Stage != JobStage.Accepted || identity.Family == identity.Key.Value)
        {
            return true;
        }

        try
        {
            foreach (var other in await catalog.FamilyAsync(identity.Family, cancellationToken))
            {
                if (other.Attempt < identity.Attempt)
                {
                    var outcome = await GrainFactory.GetGrain<IJobGrain>(other.Key).DeleteAsync($"superseded by attempt {identity.Attempt}");
                    if (outcome == DeleteOutcome.StoreUnavailable)
                    {
                        return false;
                    }
                }
                else if (other.Attempt > identity.Attempt)
                {
                    return await IntendAsync(known => JobLife.RequestCancel(known, $"superseded by attempt {other.Attempt}", time.GetUtcNow()));
                }
            }

            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogStoreFailed(this.GetPrimaryKeyString(), exception);
            return false;
        }
    }

    private delegate Task<JobEvidence> Question(IBackendPlugin plugin, PluginJob job, CancellationToken cancellationToken);

    private async Task<TimeSpan> AskAsync(string what, Question question, bool cuttable, CancellationToken cancellationToken)
    {
        if (plugins.Named(_job!.Plugin) is not { } plugin)
        {
            return Silence($"this silo has no plugin named {_job.Plugin}; waiting for one", null);
        }

        using var timeout = new CancellationTokenSource(_options.CallTimeout, time);
        using var call = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        _lookUpCut = cuttable ? call : null;
        try
        {
            var evidence = await question(plugin, new PluginJob(_job.Task, _job.External!), call.Token);
            return await HeedAsync(plugin, evidence);
        }
        catch (ServiceUnavailableException silence)
        {
            return Silence(silence.Message, silence.RetryAfter, silence);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return timeout.IsCancellationRequested
                ? Silence($"{what}: no answer within {_options.CallTimeout.TotalSeconds:0} s", null)
                : TimeSpan.Zero;
        }
        finally
        {
            _lookUpCut = null;
        }
    }

    private async Task<TimeSpan> HeedAsync(IBackendPlugin plugin, JobEvidence evidence)
    {
        var now = time.GetUtcNow();
        _trouble = null;
        if (evidence is JobMissing missing)
        {
            return await MissAsync(plugin, missing, now);
        }

        _observedAt = now;
        _missingSince = null;
        _openSubmitAt = null;
        _resolveFirst = false;
        await LearnAsync(job => JobLife.Observe(job, evidence, now));
        return schedule.AfterEvidence(_job!, now);
    }

    /// <summary>"No such job" is only slowly evidence: a look-up can lag behind the insert that it asks for.</summary>
    private async Task<TimeSpan> MissAsync(IBackendPlugin plugin, JobMissing missing, DateTimeOffset now)
    {
        _missingSince ??= now;
        var job = _job!;
        if (job.Stage == JobStage.Submitting && job.Cancel is null)
        {
            if (!plugin.Description.AcceptsJobId)
            {
                await LearnAsync(known => JobLife.ConcludeUnknown(known, missing.Detail, now));
                return RetryOfStore;
            }

            // The id is ours and unique at the service: a submit that lands late and this one cannot both start a job.
            _resolveFirst = false;
            return TimeSpan.Zero;
        }

        var (since, grace) = job.Stage == JobStage.Submitting
            ? (_openSubmitAt ?? _missingSince.Value, _options.SettleTime)
            : (_missingSince.Value, job.Cancel is null ? _options.MissingGrace : _options.SettleTime);
        if (now - since >= grace)
        {
            await LearnAsync(known => JobLife.Conclude(known, missing.Detail, now));
            return RetryOfStore;
        }

        return Silence($"the service answers that it knows no such job: {missing.Detail}", null);
    }

    private TimeSpan Silence(string detail, TimeSpan? retryAfter, Exception? cause = null)
    {
        var now = time.GetUtcNow();
        var tries = (_trouble?.Tries ?? 0) + 1;
        var wait = schedule.AfterSilence(tries, retryAfter);
        if (tries == 1)
        {
            LogTrouble(this.GetPrimaryKeyString(), detail, cause);
        }

        metrics.Silence(_job!.Plugin);
        _trouble = new UpstreamTrouble(_trouble?.Since ?? now, detail, tries, now + wait);
        Show();
        return wait;
    }
}
