using BackendPlugins.Contracts;
using BackendPlugins.Grains.Scheduling;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Grains.Tests;

public sealed class PollScheduleTests
{
    private static readonly DateTimeOffset Submitted = Records.Running.SubmitStartedAt!.Value;

    private readonly TypicalDurations _typical = new();
    private readonly PollingOptions _options = new() { Jitter = 0 };

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10, 1)]
    [InlineData(50, 5)]
    [InlineData(299, 29.9)]
    [InlineData(300, 30)]
    [InlineData(86_400, 30)]
    public void The_wait_is_a_share_of_the_age_between_the_bounds(double age, double wait) =>
        Wait(Records.Running, Submitted.AddSeconds(age)).ShouldBe(wait, 0.001);

    [Fact]
    public void A_job_ages_from_its_submit_or_else_from_its_acceptance() =>
        Wait(Records.Accepted, Records.Start.AddSeconds(100)).ShouldBe(10, 0.001);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(100, 10)]
    public void A_cancelled_job_is_young_again(double age, double wait)
    {
        var job = Records.Running with { Cancel = new CancelIntent(Submitted.AddDays(1), "why") };

        Wait(job, Submitted.AddDays(1).AddSeconds(age)).ShouldBe(wait, 0.001);
    }

    [Fact]
    public void A_plugin_has_bounds_of_its_own_whatever_the_case_of_its_name()
    {
        _options.Plugins["tEST"] = new PollBounds { Minimum = TimeSpan.FromSeconds(3), Maximum = TimeSpan.FromSeconds(7) };

        Wait(Records.Running, Submitted).ShouldBe(3, 0.001);
        Wait(Records.Running, Submitted.AddDays(1)).ShouldBe(7, 0.001);
    }

    [Fact]
    public void A_bound_that_a_plugin_leaves_out_is_the_general_one()
    {
        _options.Plugins["Test"] = new PollBounds { Maximum = TimeSpan.FromSeconds(7) };

        Wait(Records.Running, Submitted).ShouldBe(1, 0.001);
        Wait(Records.Running, Submitted.AddDays(1)).ShouldBe(7, 0.001);
    }

    [Theory]
    [InlineData("2", "4.5", 2, 4.5)]
    [InlineData("0.1", "3600", 0.1, 3600)]
    [InlineData("0.05", "3601", 1, 30)]
    [InlineData("-1", "NaN", 1, 30)]
    [InlineData("soon", "", 1, 30)]
    [InlineData("1e1", "20", 10, 20)]
    [InlineData("20", "5", 20, 20)]
    public void A_task_may_set_its_own_bounds_within_reason(string minimum, string maximum, double youngest, double oldest)
    {
        _options.Plugins["Test"] = new PollBounds();
        var config = new Dictionary<string, string> { [PollSchedule.MinimumKey] = minimum, [PollSchedule.MaximumKey] = maximum };
        var job = Records.Running with
        {
            Task = Records.Running.Task with { Template = Records.Running.Task.Template with { Config = config } },
        };

        Wait(job, Submitted).ShouldBe(youngest, 0.001);
        Wait(job, Submitted.AddDays(1)).ShouldBe(oldest, 0.001);
    }

    [Fact]
    public void Jitter_spreads_the_waits_around_the_interval_and_not_beyond_its_share()
    {
        _options.Jitter = 0.2;
        var schedule = Schedule();

        var waits = Enumerable.Range(0, 1000).Select(_ => schedule.AfterEvidence(Records.Running, Submitted.AddSeconds(100)).TotalSeconds).ToList();

        waits.Min().ShouldBeInRange(8, 8.2);
        waits.Max().ShouldBeInRange(11.8, 12);
        waits.Average().ShouldBe(10, 0.2);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(int.MaxValue, 30)]
    public void Silence_is_waited_out_twice_as_long_each_time_up_to_a_bound(int tries, double wait) =>
        Schedule().AfterSilence(tries, null).TotalSeconds.ShouldBe(wait, 0.001);

    [Fact]
    public void A_service_that_asks_for_a_longer_wait_gets_it_and_never_less()
    {
        var schedule = Schedule();
        var waits = Enumerable.Range(0, 100).Select(_ => schedule.AfterSilence(1, TimeSpan.FromSeconds(90)).TotalSeconds).ToList();

        waits.ShouldAllBe(wait => wait >= 90 && wait <= 91);
        waits.Distinct().Count().ShouldBeGreaterThan(50);
    }

    [Fact]
    public void A_service_that_asks_for_a_shorter_wait_does_not_hurry_us() =>
        Schedule().AfterSilence(5, TimeSpan.FromSeconds(2)).TotalSeconds.ShouldBe(16, 0.001);

    [Fact]
    public void A_service_that_asks_for_an_absurd_wait_is_asked_again_all_the_same() =>
        Schedule().AfterSilence(1, TimeSpan.MaxValue).ShouldBeLessThan(PollSchedule.LongestAsked + TimeSpan.FromSeconds(2));

    [Fact]
    public void Jobs_that_wake_up_together_are_spread_over_the_shortest_interval()
    {
        var schedule = Schedule();
        var waits = Enumerable.Range(0, 200).Select(_ => schedule.Spread().TotalSeconds).ToList();

        waits.ShouldAllBe(wait => wait >= 0 && wait < 1);
        waits.Max().ShouldBeGreaterThan(0.9);
    }

    private PollSchedule Schedule() => new(Options.Create(_options), _typical, new SteadyRandom());

    private double Wait(JobRecord job, DateTimeOffset now) => Schedule().AfterEvidence(job, now).TotalSeconds;
}
