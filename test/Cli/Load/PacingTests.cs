using BackendPlugins.Cli.Endpoints;
using BackendPlugins.Cli.Load.Pacing;
using BackendPlugins.Cli.Load.Planning;
using Microsoft.Extensions.Time.Testing;

namespace BackendPlugins.Cli.Tests.Load;

public sealed class PacingTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_bucket_lets_its_burst_through_and_then_its_rate()
    {
        var bucket = new TokenBucket(10, 3, _time);
        var waits = Enumerable.Range(0, 5).Select(_ => bucket.WaitAsync(default).AsTask()).ToList();
        waits.Select(wait => wait.IsCompleted).ShouldBe([true, true, true, false, false]);

        _time.Advance(TimeSpan.FromMilliseconds(100));
        waits.Select(wait => wait.IsCompleted).ShouldBe([true, true, true, true, false]);
    }

    [Fact]
    public void A_rest_fills_the_bucket_no_higher_than_its_burst()
    {
        var bucket = new TokenBucket(10, 3, _time);
        _time.Advance(TimeSpan.FromHours(1));
        Enumerable.Range(0, 4).Select(_ => bucket.WaitAsync(default).AsTask().IsCompleted).ShouldBe([true, true, true, false]);
    }

    [Fact]
    public async Task Propeller_asks_once_in_a_resync_for_each_open_job()
    {
        using var order = new PropellerOrder(2, new PropellerPace(1, 100, 100, TimeSpan.FromSeconds(30), 1, 1), _time);
        order.Start();
        var (first, second) = (NewJob(0), NewJob(1));
        order.Add(first);
        order.Add(second);
        var asked = order.NextAsync(default).AsTask();
        asked.IsCompleted.ShouldBeFalse();

        _time.Advance(TimeSpan.FromSeconds(30));
        var one = await asked;
        var other = await order.NextAsync(default);
        new[] { one, other }.ShouldBe([first, second], ignoreOrder: true);

        // Not asked again while it is under way, and never after its end.
        order.Asked(first);
        second.Phase = TaskPhase.Succeeded;
        _time.Advance(TimeSpan.FromSeconds(30));
        (await order.NextAsync(default)).ShouldBe(first);
        order.Asked(second);
        first.Phase = TaskPhase.Failed;
        order.Asked(first);
        (await order.NextAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task Eager_callers_go_round_until_every_job_has_ended()
    {
        var order = new EagerOrder(1);
        var job = NewJob(0);
        order.Add(job);
        for (var round = 0; round < 3; round++)
        {
            (await order.NextAsync(default)).ShouldBe(job);
            order.Asked(job);
        }

        (await order.NextAsync(default)).ShouldBe(job);
        job.Phase = TaskPhase.Succeeded;
        order.Asked(job);
        (await order.NextAsync(default)).ShouldBeNull();
    }

    private static LoadJob NewJob(int index) => new(index, TimeSpan.Zero, TimeSpan.FromSeconds(1)) { Phase = TaskPhase.Running };
}
