using BackendPlugins.Grains.Pacing;
using BackendPlugins.Grains.Scheduling;
using Microsoft.Extensions.Logging;

namespace BackendPlugins.Grains.LookUps;

/// <summary>Those of this silo who ask for jobs of one group.</summary>
internal sealed partial class LookUpCrowd(
    string plugin, Func<LookUpQuestion, Task<LookUpAnswer>> send, PollingOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>Asks for old jobs go by themselves while they are fewer than this per second.</summary>
    private const double FewOldPerSecond = 2;

    /// <summary>Share of the budget for single calls that goes to young jobs without joining; the rest is for what lists do not tell.</summary>
    private const double YoungShare = 0.5;

    private const int FewWhileSinglesWait = 4;

    /// <summary>Asks of about one age are answered together, when the pages have come to them: nobody waits for the end of a long list.</summary>
    private const int InQuestion = 500;

    /// <summary>
    /// A grain takes only so many calls at once, of all silos together. What comes while so many are on their way gathers on: the
    /// reading that they wait for has begun without it anyway.
    /// </summary>
    private const int MostQuestions = 24;

    private readonly Lock _lock = new();
    private readonly Turnstile _singles = new(time);
    private readonly RecentRate[] _rates = [new(time), new(time)];
    private readonly Gathering?[] _gatherings = new Gathering?[2];
    private readonly int[] _questions = new int[2];

    /// <summary>The gathering that an ask belongs to; null where it goes by itself.</summary>
    public object? Join(ListedPlace place, DateTimeOffset? createdAt, LookUpLane lane, ILookUpAsker asker)
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

            gathering.Add(new Wait(new LookUpAsk(place.Handle, createdAt), asker));
            return gathering;
        }
    }

    /// <summary>
    /// A turn among those who ask by themselves. Lists lag and lack: whoever is absent has not ended, but is asked for. The
    /// young go first.
    /// </summary>
    public Turnstile.Place JoinSingles(ListedPlace place, LookUpLane lane) => _singles.Join((long)lane, place.Singles);

    private async Task SendAsync(Gathering gathering, LookUpLane lane, int threshold)
    {
        do
        {
            await Task.Delay(options.Gathering, time);
        }
        while (Volatile.Read(ref _questions[(int)lane]) >= MostQuestions);

        List<Wait> waits;
        lock (_lock)
        {
            _gatherings[(int)lane] = null;
            waits = gathering.Take();
        }

        // While single calls wait for their turn, a page is worth it sooner.
        var fewest = _singles.Waiting > 0 ? Math.Min(threshold, FewWhileSinglesWait) : threshold;
        var most = Math.Max(InQuestion, (waits.Count + MostQuestions - 1) / MostQuestions);
        foreach (var lot in waits.OrderByDescending(wait => wait.Ask.CreatedAt).Chunk(most))
        {
            AnswerAsync(
                gathering,
                new LookUpQuestion(plugin, lane, fewest, lot.Select(wait => wait.Ask).ToArray()),
                [.. lot.Select(wait => wait.Asker)]).Ignore();
        }
    }

    private async Task AnswerAsync(Gathering gathering, LookUpQuestion question, ILookUpAsker[] askers)
    {
        var answer = LookUpAnswer.Nothing;
        Interlocked.Increment(ref _questions[(int)question.Lane]);
        try
        {
            answer = await send(question);
        }
        catch (Exception exception)
        {
            // A silo that is lost takes the round with it; each asks for itself then.
            LogRoundLost(plugin, askers.Length, exception);
        }
        finally
        {
            Interlocked.Decrement(ref _questions[(int)question.Lane]);
        }

        foreach (var (asker, ask) in askers.Zip(question.Asks))
        {
            try
            {
                asker.Answered(gathering, answer.Entries.GetValueOrDefault(ask.Handle));
            }
            catch (Exception exception)
            {
                // A silo that stops takes its grains' schedulers away; the others are told all the same.
                LogNotTold(plugin, exception);
            }
        }
    }

    private readonly record struct Wait(LookUpAsk Ask, ILookUpAsker Asker);

    /// <summary>Asks that are sent on together.</summary>
    private sealed class Gathering
    {
        private List<Wait> _waits = [];

        public void Add(Wait wait) => _waits.Add(wait);

        /// <summary>All of them. The gathering itself stays for as long as anybody waits, as their ticket.</summary>
        public List<Wait> Take()
        {
            var taken = _waits;
            _waits = [];
            return taken;
        }
    }
}
