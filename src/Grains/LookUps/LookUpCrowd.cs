using BackendPlugins.Grains.Pacing;
using BackendPlugins.Grains.Scheduling;
using Microsoft.Extensions.Logging;

namespace BackendPlugins.Grains.LookUps;

/// <summary>Those of this silo who ask for jobs of one group.</summary>
internal sealed partial class LookUpCrowd(
    LookUpDesk desk,
    string plugin,
    IListsJobs lister,
    Func<LookUpQuestion, Task<LookUpAnswer>> send,
    PollingOptions options,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>Asks for old jobs go by themselves while they are fewer than this per second.</summary>
    private const double FewOldPerSecond = 2;

    /// <summary>Share of the budget for single calls that goes to young jobs without joining; the rest is for what lists do not tell.</summary>
    private const double YoungShare = 0.5;

    private const int FewWhileSinglesWait = 4;

    private readonly Lock _lock = new();
    private readonly Turnstile _singles = new(time);
    private readonly AskRate[] _rates = [new(time), new(time)];
    private readonly Gathering?[] _gatherings = new Gathering?[2];

    public async Task<LookUpResult> AskAsync(
        IBackendPlugin asked, PluginJob job, ListedPlace place, DateTimeOffset? createdAt, LookUpLane lane, CancellationToken cancellationToken)
    {
        if (Join(place, createdAt, lane) is { } gathering)
        {
            var entries = await gathering.Answer.Task.WaitAsync(cancellationToken);
            if (entries.Entries.TryGetValue(place.Handle, out var entry))
            {
                using var timeout = new CancellationTokenSource(options.CallTimeout, time);
                using var reading = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
                try
                {
                    return new LookUpResult(await lister.ReadAsync(job, entry, reading.Token), IsJoined: true);
                }
                catch (OperationCanceledException gaveUp) when (!cancellationToken.IsCancellationRequested)
                {
                    throw new ServiceUnavailableException($"look-up: no answer within {options.CallTimeout.TotalSeconds:0} s", gaveUp);
                }
            }
        }

        // Lists lag and lack: whoever is absent has not ended, but is asked for. The young go first.
        using var turn = _singles.Join((long)lane, place.Singles);
        await turn.TurnAsync(cancellationToken);
        return await desk.AloneAsync(asked, job, options.CallTimeout, cancellationToken);
    }

    /// <summary>The gathering that an ask belongs to; null where it goes by itself.</summary>
    private Gathering? Join(ListedPlace place, DateTimeOffset? createdAt, LookUpLane lane)
    {
        lock (_lock)
        {
            var perSecond = _rates[(int)lane].Count();
            var few = lane == LookUpLane.Young ? place.Singles.PerSecond * YoungShare : Math.Min(FewOldPerSecond, place.Singles.PerSecond * YoungShare);
            if (place.Threshold == int.MaxValue || (perSecond <= few && place.Singles.PausedFor == TimeSpan.Zero && _singles.Waiting == 0))
            {
                return null;
            }

            ref var gathering = ref _gatherings[(int)lane];
            if (gathering is null)
            {
                gathering = new Gathering();
                var begun = gathering;
                SharedWork.Begin(() => SendAsync(begun, lane, place.Threshold));
            }

            gathering.Asks.Add(new LookUpAsk(place.Handle, createdAt));
            return gathering;
        }
    }

    private async Task SendAsync(Gathering gathering, LookUpLane lane, int threshold)
    {
        var answer = LookUpAnswer.Nothing;
        try
        {
            await Task.Delay(options.Gathering, time);
            lock (_lock)
            {
                _gatherings[(int)lane] = null;
            }

            // While single calls wait for their turn, a page is worth it sooner.
            var fewest = _singles.Waiting > 0 ? Math.Min(threshold, FewWhileSinglesWait) : threshold;
            answer = await send(new LookUpQuestion(plugin, lane, fewest, gathering.Asks));
        }
        catch (Exception exception)
        {
            // A silo that is lost takes the round with it; each asks for itself then.
            LogRoundLost(plugin, gathering.Asks.Count, exception);
        }
        finally
        {
            gathering.Answer.TrySetResult(answer);
        }
    }

    /// <summary>Asks that are sent on together.</summary>
    private sealed class Gathering
    {
        public List<LookUpAsk> Asks { get; } = [];

        public TaskCompletionSource<LookUpAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
