using BackendPlugins.Grains.Scheduling;
using Microsoft.Extensions.Logging;

namespace BackendPlugins.Grains.LookUps;

/// <summary>
/// Readings of a service's list for one group of jobs, one after the other in each lane. A reading that took many calls is
/// followed by a longer pause, so that the calls per second stay as they are however many jobs there are.
/// </summary>
internal sealed partial class LookUpRounds(IListsJobs lister, string group, PollingOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LongestReading = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan FirstSuspension = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestSuspension = TimeSpan.FromMinutes(10);

    /// <summary>A list that knows fewer of those asked for than this is of no use.</summary>
    private const double UsefulShare = 0.1;

    private readonly Lock _lock = new();
    private readonly Lane[] _lanes = [new Lane(TimeSpan.FromSeconds(0.5)), new Lane(TimeSpan.FromSeconds(2))];
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _suspendedUntil;
    private int _failures;

    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>Answers when the next reading of the lane has come to all that is asked, or is over.</summary>
    public Task<LookUpAnswer> AskAsync(LookUpQuestion question)
    {
        var lane = _lanes[(int)question.Lane];
        lock (_lock)
        {
            if (_suspendedUntil > Now)
            {
                return Task.FromResult(LookUpAnswer.Nothing);
            }

            var batch = new LookUpBatch(question);
            lane.Waiting.Add(batch);
            if (!lane.IsRunning)
            {
                lane.IsRunning = true;
                SharedWork.Begin(() => RunAsync(lane));
            }

            return batch.Answer;
        }
    }

    private async Task RunAsync(Lane lane)
    {
        while (true)
        {
            var pause = lane.NextAt - Now;
            await Task.Delay(pause > options.RoundGathering ? pause : options.RoundGathering, time);
            List<LookUpBatch> batches;
            lock (_lock)
            {
                if (lane.Waiting.Count == 0)
                {
                    lane.IsRunning = false;
                    return;
                }

                batches = lane.Waiting;
                lane.Waiting = [];
            }

            await AnswerAsync(lane, batches);
        }
    }

    private async Task AnswerAsync(Lane lane, List<LookUpBatch> batches)
    {
        var began = Now;
        try
        {
            var askers = new LookUpAskers(batches);
            if (askers.Asks.Count >= batches.Min(batch => batch.Question.Threshold))
            {
                using var patience = new CancellationTokenSource(LongestReading, time);
                var listed = await lister.ListAsync(group, askers.Asks, askers.Take, patience.Token);
                lane.NextAt = began + Max(lane.Shortest, TimeSpan.FromSeconds(listed.Calls / options.ListCallsPerSecond));
                Judge(askers.Asks.Count, listed);
            }
        }
        catch (Exception exception)
        {
            // Whatever a plugin throws: those who ask are answered, and go by themselves.
            LogFailed(group, exception);
            lane.NextAt = began + lane.Shortest;
            Suspend("a failure in this system");
        }
        finally
        {
            foreach (var batch in batches)
            {
                batch.End();
            }
        }
    }

    private void Judge(int asked, ListedJobs listed)
    {
        if (listed.Found >= asked * UsefulShare)
        {
            lock (_lock)
            {
                _failures = 0;
            }
        }
        else
        {
            Suspend(listed.Problem ?? $"it knows {listed.Found} of {asked} jobs");
        }
    }

    private void Suspend(string why)
    {
        lock (_lock)
        {
            var pause = FirstSuspension * Math.Pow(2, Math.Min(_failures++, 10));
            pause = pause < LongestSuspension ? pause : LongestSuspension;
            _suspendedUntil = Now + pause;
            LogSuspended(group, pause.TotalSeconds, why);
        }
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private sealed class Lane(TimeSpan shortest)
    {
        /// <summary>The shortest time from one reading to the next.</summary>
        public TimeSpan Shortest => shortest;

        public List<LookUpBatch> Waiting { get; set; } = [];

        public bool IsRunning { get; set; }

        public TimeSpan NextAt { get; set; }
    }
}
