using BackendPlugins.Contracts;
using BackendPlugins.Grains.Life;
using BackendPlugins.Grains.LookUps;
using BackendPlugins.Grains.Watch;

namespace BackendPlugins.Grains;

/// <summary>
/// The work between calls: one timer, one step a tick. A step runs beside the calls and not as one: the runtime lets a call
/// end before it deactivates a grain, so a service that hangs would hold up the stop of a silo and every Get with it.
/// </summary>
internal sealed partial class JobGrain
{
    /// <summary>What rings when the job is due; null while nobody works on it.</summary>
    private IGrainTimer? _timer;

    private WatchedJob? _watched;
    private bool _ticking;
    private bool _wakeUp;

    private void StartWork(TimeSpan firstWait = default)
    {
        if (_timer is not null || Wake() is not { } job || (job.Stage == JobStage.Ended && !_unsaved))
        {
            return;
        }

        DelayDeactivation(Timeout.InfiniteTimeSpan);
        _timer = this.RegisterGrainTimer(
            static (self, _) => self.OnTimerAsync(),
            this,
            new GrainTimerCreationOptions(firstWait, Timeout.InfiniteTimeSpan) { KeepAlive = true });
        _watched = services.Watch.Add(_face!, services.Time.GetUtcNow() + firstWait);
    }

    private void StopWork()
    {
        _timer?.Dispose();
        _timer = null;
        if (_watched is { } watched)
        {
            services.Watch.Remove(watched);
            _watched = null;
        }

        _unrest?.Stop?.Cancel();
        LeaveDesk();
        _active?.Dispose();
        _active = null;
        DelayDeactivation(TimeSpan.Zero);
    }

    private void WakeUp()
    {
        if (_ticking)
        {
            _wakeUp = true;
        }
        else if (_timer is { } timer)
        {
            _watched?.Expect(services.Time.GetUtcNow());
            timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private Task OnTimerAsync()
    {
        Advance();
        return Task.CompletedTask;
    }

    private void Advance()
    {
        if (_ticking)
        {
            _wakeUp = true;
        }
        else if (_timer is not null)
        {
            var work = TickAsync();
            if (!work.IsCompleted)
            {
                Unrest.Working = work;
            }
        }
    }

    private async Task TickAsync()
    {
        using var stop = new CancellationTokenSource();
        Unrest.Stop = stop;
        var cancellationToken = stop.Token;
        var job = Wake()!;
        using var scope = logger.BeginScope(new KeyValuePair<string, object>[] { new("JobId", Key), new("Plugin", job.Plugin), new("Execution", job.Task.Execution.Id?.Execution ?? "") });
        _ticking = true;
        _wakeUp = false;
        TimeSpan? next;
        try
        {
            next = await StepAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Work that began anew meanwhile has found this step in its place.
            next = TimeSpan.Zero;
        }
        catch (Exception exception)
        {
            // Nothing that a plugin or a store throws may stop the watch over a job that costs money.
            LogStepFailed(Key, exception);
            next = Silence($"{exception.GetType().Name} in this system", null);
        }
        finally
        {
            _ticking = false;

            // A task that has ended would keep all that it worked with.
            (Unrest.Stop, Unrest.Working) = (null, null);
        }

        if (_timer is { } timer)
        {
            next = _wakeUp ? TimeSpan.Zero : next;
            if (next is { } wait)
            {
                _watched?.Expect(services.Time.GetUtcNow() + wait);
            }

            timer.Change(next ?? DeskPatience, Timeout.InfiniteTimeSpan);

            // A young one is looked at again before packing it would be worth anything; few are young.
            if (LaneNow() == LookUpLane.Old)
            {
                Rest();
            }
        }
    }

    /// <returns>Until the next step; null where the desk begins it.</returns>
    private async Task<TimeSpan?> StepAsync(CancellationToken cancellationToken)
    {
        if (_unsaved)
        {
            await LearnAsync(static job => job);
        }

        if (IsOverdue(_job!))
        {
            await IntendAsync(known => JobLife.TimeOut(known, services.Time.GetUtcNow()));
        }

        var cancelDue = CancelSentAt is not { } sent || services.Time.GetUtcNow() - sent >= services.Polling.CancelRepeat;
        var step = NextStep.Of(_job!, _resolveFirst, OpenSubmitAt is not null, cancelDue);
        if (step == Step.Abandon)
        {
            await LearnAsync(known => JobLife.Abandon(known, services.Time.GetUtcNow()));
        }

        if (step is Step.Abandon or Step.None)
        {
            return RetryOfStore;
        }

        if (services.Plugins.Named(_job!.Plugin) is not { } plugin)
        {
            return Silence($"this silo has no plugin named {_job.Plugin}; waiting for one", null);
        }

        return step switch
        {
            Step.Submit => await SubmitAsync(plugin, cancellationToken),
            Step.Cancel => await CancelAsync(plugin, cancellationToken),
            Step.LookUp => await LookUpAsync(plugin, cancellationToken),
            _ => await AskAsync("look-up", plugin, plugin.LookUpAsync, services.Polling.CallTimeout, cuttable: true, cancellationToken),
        };
    }

    private bool IsOverdue(JobRecord job) =>
        job is { Cancel: null, SubmitStartedAt: { } start, Task.Template.Timeout: { } timeout }
        && services.Time.GetUtcNow() - start >= timeout + services.Polling.TimeoutGrace;

    /// <summary>Only an unsaved end lets the timer go on after the job is over.</summary>
    private TimeSpan RetryOfStore => services.Schedule.AfterSilence(3, null);
}
