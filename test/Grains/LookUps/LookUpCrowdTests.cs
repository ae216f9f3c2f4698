using System.Collections.Concurrent;
using BackendPlugins.Grains.LookUps;
using BackendPlugins.Grains.Scheduling;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BackendPlugins.Grains.Tests;

/// <summary>A grain takes a limited number of calls, and a hundred thousand jobs wait for one.</summary>
public sealed class LookUpCrowdTests
{
    private static readonly PollingOptions Options = new();

    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<(LookUpQuestion Question, TaskCompletionSource<LookUpAnswer> Answer)> _sent = new();
    private readonly Asker _asker = new();

    [Fact]
    public async Task However_many_wait_few_questions_are_on_their_way_and_each_is_answered()
    {
        var crowd = new LookUpCrowd("Test", SendAsync, Options, _time, NullLogger.Instance);
        var first = Join(crowd, 0, 60_000);
        await UntilAsync(() => _sent.Sum(sent => sent.Question.Asks.Count) == first);
        _sent.Count.ShouldBeLessThanOrEqualTo(24);

        var second = Join(crowd, 60_000, 61_000);
        for (var i = 0; i < 20; i++)
        {
            await Task.Yield();
            _time.Advance(Options.Gathering);
        }

        _sent.Sum(sent => sent.Question.Asks.Count).ShouldBe(first, "what comes meanwhile gathers on");
        Answer(_sent.Count);
        await UntilAsync(() => _sent.Sum(sent => sent.Question.Asks.Count) == second);
        Answer(_sent.Count);
        await UntilAsync(() => _asker.Told == first + second);
        _asker.Found.ShouldBe(first + second);
    }

    private int Join(LookUpCrowd crowd, int from, int to) => Enumerable.Range(from, to - from).Count(number =>
        crowd.Join(new ListedPlace("group", $"us/job-{number}", true, 1, new BudgetAllowance(10, TimeSpan.Zero)), DateTimeOffset.UnixEpoch.AddSeconds(number), LookUpLane.Old, _asker) is not null);

    private Task<LookUpAnswer> SendAsync(LookUpQuestion question)
    {
        var answer = new TaskCompletionSource<LookUpAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _sent.Enqueue((question, answer));
        return answer.Task;
    }

    private void Answer(int questions)
    {
        for (; questions > 0 && _sent.TryDequeue(out var sent); questions--)
        {
            sent.Answer.SetResult(new LookUpAnswer(sent.Question.Asks.ToDictionary(ask => ask.Handle, _ => (byte[])[1])));
        }
    }

    private async Task UntilAsync(Func<bool> holds)
    {
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!holds())
        {
            _time.Advance(Options.Gathering);
            await Task.Delay(1, guard.Token);
        }
    }

    private sealed class Asker : ILookUpAsker
    {
        private int _told;
        private int _found;

        public int Told => Volatile.Read(ref _told);

        public int Found => Volatile.Read(ref _found);

        public void Answered(object ticket, byte[]? entry)
        {
            if (entry is not null)
            {
                Interlocked.Increment(ref _found);
            }

            Interlocked.Increment(ref _told);
        }
    }
}
