using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Tests;

public sealed class TimeoutTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_job_that_outlives_its_timeout_is_cancelled_and_fails()
    {
        await using var world = await JobWorld.StartAsync();
        world.Plugin.Auto = call => call.Kind == CallKind.LookUp ? call.Running() : null;
        var job = await world.RunningAsync(Limited());
        var start = world.Clock.Now;

        var cancel = await world.NextAsync(CallKind.Cancel, TimeSpan.FromSeconds(1));
        (world.Clock.Now - start).ShouldBeGreaterThan(Limit);
        cancel.Answer(cancel.Cancelled());
        var ended = await job.UntilEndedAsync();

        ended.Phase.ShouldBe(JobPhase.Failed);
        ended.Error!.Code.ShouldBe("Timeout");
        ended.Message.ShouldContain("00:01:00");
    }

    [Fact]
    public async Task A_job_that_ends_in_time_is_left_alone()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync(Limited());
        var look = await world.NextAsync(CallKind.LookUp);
        look.Answer(look.Succeeded());
        (await job.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Succeeded);
        world.Plugin.Count(CallKind.Cancel).ShouldBe(0);
    }

    private static TaskRequest Limited()
    {
        var request = Tasks.Request();
        return request with { Template = request.Template with { Timeout = Limit } };
    }
}
