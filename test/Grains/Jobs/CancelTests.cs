using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Tests;

/// <summary>Cancelling a job that the service has confirmed.</summary>
public sealed class CancelTests
{
    [Fact]
    public async Task A_delete_is_durable_before_it_is_answered_and_the_cancel_follows_at_once()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();

        (await job.DeleteAsync("deleted by Flyte")).ShouldBe(DeleteOutcome.Promised);
        job.Stored.Cancel!.Reason.ShouldBe("deleted by Flyte");
        (await job.GetAsync()).CancelRequested.ShouldBeTrue();
        var now = world.Clock.Now;
        var cancel = await VirtualClock.SoonAsync(world.Plugin.NextAsync(CallKind.Cancel), "the cancel");

        cancel.At.ShouldBe(now);
        cancel.Answer(cancel.Cancelled());
        var ended = await job.UntilEndedAsync();
        ended.Phase.ShouldBe(JobPhase.Aborted);
        ended.Message.ShouldBe("deleted by Flyte; cancelled");
        ended.Error.ShouldBeNull();
    }

    [Fact]
    public async Task A_delete_is_answered_while_a_look_up_hangs_and_cuts_it_off()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        var hanging = await world.NextAsync(CallKind.LookUp);

        (await job.DeleteAsync()).ShouldBe(DeleteOutcome.Promised);
        var cancel = await VirtualClock.SoonAsync(world.Plugin.NextAsync(CallKind.Cancel), "the cancel");

        hanging.Abandoned.ShouldBeTrue();
        (await job.GetAsync()).Trouble.ShouldBeNull();
        cancel.Answer(cancel.Cancelled());
        (await job.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Aborted);
    }

    [Fact]
    public async Task A_second_delete_is_promised_without_a_write_or_a_change_of_the_reason()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        await job.DeleteAsync("first");
        var writes = world.Store.Attempts.Count;

        (await job.DeleteAsync("second")).ShouldBe(DeleteOutcome.Promised);

        world.Store.Attempts.Count.ShouldBe(writes);
        job.Stored.Cancel!.Reason.ShouldBe("first");
    }

    [Fact]
    public async Task A_cancel_is_repeated_until_the_job_has_ended()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        world.Plugin.Auto = call => call.Running();
        await job.DeleteAsync();

        await world.UntilAsync(() => world.Plugin.Count(CallKind.Cancel) >= 3, "three cancels");

        var cancels = world.Plugin.All(CallKind.Cancel).Select(call => call.At).ToList();
        (cancels[1] - cancels[0]).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(10));
        (cancels[2] - cancels[1]).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(10));
        world.Plugin.Auto = call => call.Cancelled();
        (await job.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Aborted);
    }

    [Theory]
    [InlineData("503")]
    [InlineData("429")]
    [InlineData("bug")]
    [InlineData("hang")]
    public async Task A_cancel_that_the_service_does_not_answer_is_sent_again(string kind)
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        await job.DeleteAsync();
        var first = await world.NextAsync(CallKind.Cancel);
        switch (kind)
        {
            case "503":
                first.Fail(Evidence.Lost("HTTP 503"));
                break;
            case "429":
                first.Fail(Evidence.Throttled(TimeSpan.FromSeconds(20)));
                break;
            case "bug":
                first.Fail(new FormatException());
                break;
            default:
                // Left without an answer until the grain gives it up.
                break;
        }

        var second = await world.NextAsync(CallKind.Cancel);

        (second.At - first.At).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(kind switch { "429" => 20, "hang" => 30, _ => 0.8 }));
        (await job.GetAsync()).Trouble.ShouldNotBeNull();
        world.Plugin.Count(CallKind.LookUp).ShouldBe(0);
        second.Answer(second.Cancelled());
        (await job.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Aborted);
    }

    [Fact]
    public async Task A_job_that_succeeded_before_its_cancel_took_effect_has_succeeded()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        await job.DeleteAsync();
        var cancel = await world.NextAsync(CallKind.Cancel);
        cancel.Answer(cancel.Running());
        var lookUp = await world.NextAsync(CallKind.LookUp);
        lookUp.Answer(lookUp.Succeeded());

        (await job.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Succeeded);
    }

    [Fact]
    public async Task A_cancelled_job_of_long_standing_is_looked_at_quickly_again()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        world.Plugin.Auto = call => call.Running();
        await world.Clock.PassAsync(TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(5));
        await job.DeleteAsync();

        await world.UntilAsync(() => world.Plugin.Count(CallKind.Cancel) == 1, "the cancel", TimeSpan.Zero);
        await world.Clock.UntilAsync(
            () => job.DescribeAsync(), details => details!.NextCheckAt > world.Clock.Now, "the next check", TimeSpan.Zero);

        ((await job.DescribeAsync())!.NextCheckAt!.Value - world.Clock.Now).ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_cancelled_job_that_its_service_does_not_know_any_more_is_aborted_after_the_settle_time()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        world.Plugin.Auto = _ => Evidence.Missing;
        await job.DeleteAsync();

        var ended = await job.UntilEndedAsync(TimeSpan.FromSeconds(2));

        ended.Phase.ShouldBe(JobPhase.Aborted);
        (ended.EndedAt!.Value - job.Stored.Cancel!.RequestedAt).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(5));
        world.Plugin.Count(CallKind.Cancel).ShouldBeGreaterThan(3);
    }
}
