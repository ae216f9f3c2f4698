using BackendPlugins.Contracts;
using BackendPlugins.Grains.Life;

namespace BackendPlugins.Grains;

/// <summary>What is asked of the service, and what its answers and silences mean.</summary>
internal sealed partial class JobGrain
{
    private const string NothingSubmitted = "the job store does not answer, so nothing is submitted yet";

    /// <summary>Whether a submit is under way at a service that takes no id of ours.</summary>
    private bool _submitsWithoutId;

    /// <summary>Whether the service has to be asked for the job before it is submitted (again).</summary>
    private bool _resolveFirst;

    private bool _isJoined;

    private Task CutLookUpAsync()
    {
        LeaveDesk();
        return _unrest?.Cut?.CancelAsync() ?? Task.CompletedTask;
    }

    private async Task<TimeSpan> SubmitAsync(IBackendPlugin plugin, CancellationToken cancellationToken)
    {
        // A later attempt does not wait for its turn to stop the ones before it. A first one has none before it, and whether one
        // has come after it is better asked when it is sent: a burst of creates is not also a burst of questions to the store.
        var isFirst = _job!.Identity.Attempt == 0;
        if (!isFirst && !await SettleFamilyAsync(cancellationToken))
        {
            return Silence(NothingSubmitted, null);
        }

        using var turn = services.Turns.Join(plugin, Mine(), _job!.CreatedAt);
        if (!await TurnComesAsync(turn, cancellationToken))
        {
            return TimeSpan.Zero;
        }

        if (isFirst && !await SettleFamilyAsync(cancellationToken))
        {
            return Silence(NothingSubmitted, null);
        }

        if (!await IntendAsync(known => JobLife.BeginSubmit(known, services.Time.GetUtcNow())))
        {
            return Silence(NothingSubmitted, null);
        }

        if (NextStep.Of(_job!, _resolveFirst, OpenSubmitAt is not null, cancelDue: true) != Step.Submit)
        {
            // A delete came in between.
            return TimeSpan.Zero;
        }

        // From here until the answer, a crash or a lost answer leaves the outcome open.
        var earlier = OpenSubmitAt;
        OpenSubmitAt = services.Time.GetUtcNow();
        _resolveFirst = true;
        LogSubmitting(Key, _job!.External?.Id);
        _submitsWithoutId = !plugin.Description.AcceptsJobId;
        try
        {
            return await AskAsync("submit", plugin, SendAsync, services.Polling.CallTimeout, cuttable: false, cancellationToken);
        }
        finally
        {
            _submitsWithoutId = false;
        }

        async Task<JobEvidence> SendAsync(PluginJob mine, CancellationToken token)
        {
            try
            {
                var evidence = await plugin.SubmitAsync(mine, token);
                if (evidence is JobMissing missing)
                {
                    throw new ServiceUnavailableException($"submit: the plugin answered that there is no such job: {missing.Detail}");
                }

                if (evidence is JobRefused { Error: { Retryable: true } error }
                    && earlier is { } open && services.Time.GetUtcNow() - open < services.Polling.SettleTime)
                {
                    // Another time the service might not have refused, and the submit before this one came at another time.
                    OpenSubmitAt = earlier;
                    throw new ServiceUnavailableException($"{error.Message}; an earlier submit may still start the job");
                }

                return evidence;
            }
            catch (ServiceUnavailableException silence) when (!silence.OutcomeUnknown)
            {
                OpenSubmitAt = earlier;
                _resolveFirst = false;
                throw;
            }
        }
    }

    private async Task<TimeSpan> CancelAsync(IBackendPlugin plugin, CancellationToken cancellationToken)
    {
        var wait = await AskAsync("cancel", plugin, plugin.CancelAsync, services.Polling.CallTimeout, cuttable: false, cancellationToken);
        if (Trouble is null)
        {
            CancelSentAt = services.Time.GetUtcNow();
        }

        return wait;
    }

    private async Task<TimeSpan> AskAsync(
        string what,
        IBackendPlugin plugin,
        Func<PluginJob, CancellationToken, Task<JobEvidence>> question,
        TimeSpan limit,
        bool cuttable,
        CancellationToken cancellationToken)
    {
        using var span = BeginSpan(what);
        _isJoined = false;

        // Whoever waits for a turn is bounded by the desk: the limit is for calls, not for the wait.
        using var timeout = limit == Timeout.InfiniteTimeSpan ? null : new CancellationTokenSource(limit, services.Time);
        using var call = CancellationTokenSource.CreateLinkedTokenSource(timeout?.Token ?? CancellationToken.None, cancellationToken);
        Unrest.Cut = cuttable ? call : null;
        try
        {
            var evidence = await question(Mine(), call.Token);
            return await HeedAsync(plugin, evidence);
        }
        catch (ServiceUnavailableException silence)
        {
            return Silence(silence.Message, silence.RetryAfter, silence);
        }
        catch (OperationCanceledException gaveUp) when (!cancellationToken.IsCancellationRequested)
        {
            if (timeout is { IsCancellationRequested: true })
            {
                return Silence($"{what}: no answer within {limit.TotalSeconds:0} s", null);
            }

            return call.IsCancellationRequested ? TimeSpan.Zero : Silence($"{what}: the plugin gave up waiting for an answer", null, gaveUp);
        }
        finally
        {
            Unrest.Cut = null;
        }
    }

    private async Task<TimeSpan> HeedAsync(IBackendPlugin plugin, JobEvidence evidence)
    {
        var now = services.Time.GetUtcNow();
        evidence = services.Parts.Share(evidence);
        if (evidence is JobMissing missing)
        {
            (Unrest.Evidence, _seen) = (missing, null);
            return await MissAsync(plugin, missing, now);
        }

        Trouble = null;
        Unrest.ObservedAt = now;
        MissingSince = null;
        OpenSubmitAt = null;
        _resolveFirst = false;
        await LearnAsync(job => ShedOnce(JobLife.Observe(job, evidence, now), plugin));
        KeepEvidence(evidence);
        return _job!.Stage == JobStage.Ended ? RetryOfStore : services.Schedule.AfterEvidence(_job, now, _isJoined);
    }

    private JobRecord ShedOnce(JobRecord job, IBackendPlugin plugin)
    {
        var shed = JobLife.Shed(job, plugin.Confirmed);
        return ReferenceEquals(shed, job) ? job : services.Parts.Share(shed);
    }

    /// <summary>"No such job" is only slowly evidence: a look-up can lag behind the insert that it asks for.</summary>
    private async Task<TimeSpan> MissAsync(IBackendPlugin plugin, JobMissing missing, DateTimeOffset now)
    {
        MissingSince ??= now;
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
            ? (OpenSubmitAt ?? MissingSince.Value, services.Polling.SettleTime)
            : (MissingSince.Value, job.Cancel is null ? services.Polling.MissingGrace : services.Polling.SettleTime);
        if (now - since >= grace)
        {
            await LearnAsync(known => JobLife.Conclude(known, missing.Detail, now));
            return RetryOfStore;
        }

        return Silence($"the service answers that it knows no such job: {missing.Detail}", null);
    }

    private TimeSpan Silence(string detail, TimeSpan? retryAfter, Exception? cause = null)
    {
        var now = services.Time.GetUtcNow();
        var tries = (Trouble?.Tries ?? 0) + 1;
        var wait = services.Schedule.AfterSilence(tries, retryAfter);
        if (tries == 1)
        {
            LogTrouble(Key, detail, cause);
        }

        services.Metrics.Silence(_job!.Plugin);
        Trouble = new UpstreamTrouble(Trouble?.Since ?? now, detail, tries, now + wait);
        Show();
        return wait;
    }
}
