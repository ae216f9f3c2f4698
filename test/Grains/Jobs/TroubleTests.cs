using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Tests;

/// <summary>A service out of reach while a job runs: Get answers at once with what is known, and no job fails because of it.</summary>
public sealed class TroubleTests
{
    private static Dictionary<string, Func<Exception>> Silences { get; } = new()
    {
        ["503"] = () => new ServiceUnavailableException("jobs.get: HTTP 503 backendError"),
        ["429"] = () => Evidence.Throttled(TimeSpan.FromSeconds(40)),
        ["reset"] = () => new ServiceUnavailableException("jobs.get: connection reset by peer", new IOException("reset")),
        ["a bug of the plugin's"] = () => new FormatException("bug"),
        ["a plugin that gives up by itself"] = () => new TaskCanceledException("HttpClient.Timeout"),
    };

    public static TheoryData<string> Kinds => [.. Silences.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_look_up_without_an_answer_changes_nothing_but_what_get_says_of_its_age(string kind)
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        var before = await job.GetAsync();
        var failing = true;
        world.Plugin.Auto = call => failing ? throw Silences[kind]() : call.Running();

        var seen = await job.UntilAsync(seen => seen.Trouble is { Tries: >= 3 });

        (seen.Phase, seen.Stage, seen.ObservedAt, seen.Message).ShouldBe((before.Phase, before.Stage, before.ObservedAt, before.Message));
        var trouble = seen.Trouble!;
        trouble.Detail.ShouldNotBeNullOrWhiteSpace();
        trouble.Since.ShouldBeGreaterThan(before.ObservedAt!.Value);
        trouble.NextTryAt.ShouldBeGreaterThan(trouble.Since + TimeSpan.FromSeconds(2));
        var calls = world.Plugin.All(CallKind.LookUp).Select(call => call.At).ToList();
        (calls[2] - calls[0]).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(kind == "429" ? 80 : 2.4));

        failing = false;
        var recovered = await job.UntilAsync(seen => seen.Trouble is null);
        recovered.Phase.ShouldBe(JobPhase.Running);
        recovered.ObservedAt!.Value.ShouldBeGreaterThan(trouble.Since);
    }

    [Fact]
    public async Task Get_answers_at_once_while_a_look_up_hangs_and_says_so_once_it_was_given_up()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        var hanging = await world.NextAsync(CallKind.LookUp);

        var meanwhile = await job.GetAsync();
        var after = await job.UntilAsync(seen => seen.Trouble is not null);

        meanwhile.Phase.ShouldBe(JobPhase.Running);
        meanwhile.Trouble.ShouldBeNull();
        hanging.Abandoned.ShouldBeTrue();
        after.Trouble!.Detail.ShouldBe("look-up: no answer within 30 s");
        var next = await world.NextAsync(CallKind.LookUp);
        next.Answer(next.Succeeded());
        (await job.UntilEndedAsync()).Phase.ShouldBe(JobPhase.Succeeded);
    }

    [Fact]
    public async Task An_outage_of_hours_is_waited_out_at_bounded_intervals()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        world.Plugin.Auto = _ => throw Evidence.Lost("HTTP 503");

        await world.Clock.PassAsync(TimeSpan.FromHours(2), TimeSpan.FromSeconds(10));

        var seen = await job.GetAsync();
        seen.Phase.ShouldBe(JobPhase.Running);
        (seen.Trouble!.NextTryAt - world.Clock.Now).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(37));
        world.Plugin.Count(CallKind.LookUp).ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task A_job_that_its_service_no_longer_knows_is_lost_only_after_the_grace()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        world.Plugin.Auto = _ => Evidence.Missing;
        await world.UntilAsync(() => world.Plugin.Count(CallKind.LookUp) > 0, "the first look-up");
        var first = world.Plugin.All(CallKind.LookUp).First().At;

        var missing = await job.UntilAsync(seen => seen.Trouble is { Tries: >= 8 }, TimeSpan.FromSeconds(1));
        missing.Phase.ShouldBe(JobPhase.Running);
        missing.Trouble!.Detail.ShouldContain("no such job");
        missing.Trouble.Since.ShouldBe(first);
        var ended = await job.UntilEndedAsync(TimeSpan.FromSeconds(2));

        (ended.EndedAt!.Value - first).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(10));
        ended.Phase.ShouldBe(JobPhase.RetryableFailed);
        ended.Error!.Code.ShouldBe("JobLost");
        ended.Trouble.ShouldBeNull();
    }

    [Fact]
    public async Task A_job_that_was_missing_for_a_while_and_is_seen_again_starts_a_new_grace()
    {
        await using var world = await JobWorld.StartAsync();
        var job = await world.RunningAsync();
        var found = false;
        world.Plugin.Auto = call => found ? call.Running() : Evidence.Missing;
        await job.UntilAsync(seen => seen.Trouble is { Tries: >= 3 });
        found = true;
        await job.UntilAsync(seen => seen.Trouble is null);
        found = false;
        await job.UntilAsync(seen => seen.Trouble is { Tries: >= 3 });
        var since = (await job.GetAsync()).Trouble!.Since;

        var ended = await job.UntilEndedAsync(TimeSpan.FromSeconds(2));

        (ended.EndedAt!.Value - since).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(10));
    }
}
