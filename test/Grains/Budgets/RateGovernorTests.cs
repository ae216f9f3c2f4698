namespace BackendPlugins.Grains.Tests;

public sealed class RateGovernorTests
{
    /// <summary>A service that takes so many calls per second, a second's worth at once, met by a governor that may call 80.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(33)]
    [InlineData(7)]
    public void An_unknown_limit_is_found_and_kept_with_few_refusals(double limit)
    {
        var service = new Bucket(limit);
        var (calls, refused, accepted, _) = service.Drive(new RateGovernor(80, TimeSpan.Zero), seconds: 100);

        ((double)accepted).ShouldBeGreaterThan(0.8 * limit * 100);
        refused.ShouldBeLessThan(Math.Max(25, (int)(0.02 * calls)));
    }

    [Fact]
    public void A_service_that_takes_everything_gets_the_whole_limit_within_seconds()
    {
        var governor = new RateGovernor(80, TimeSpan.Zero);
        for (var second = 1; second <= 4; second++)
        {
            governor.Observe(TimeSpan.FromSeconds(second), accepted: 20, refused: 0, wanted: true);
        }

        governor.Rate.ShouldBe(80);
        governor.Ceiling.ShouldBeNull();
    }

    [Fact]
    public void A_rate_that_nobody_wants_does_not_grow()
    {
        var governor = new RateGovernor(80, TimeSpan.Zero);
        governor.Observe(TimeSpan.FromSeconds(10), accepted: 3, refused: 0, wanted: false);
        governor.Rate.ShouldBe(20);
    }

    [Fact]
    public void A_limit_that_was_low_for_a_while_is_forgotten_within_minutes()
    {
        var governor = new RateGovernor(80, TimeSpan.Zero);
        var now = new Bucket(5).Drive(governor, seconds: 60).End;
        governor.Rate.ShouldBeLessThan(6);
        new Bucket(1000).Drive(governor, seconds: 180, from: now);
        governor.Rate.ShouldBe(80);
    }

    [Fact]
    public void The_rate_never_falls_to_nothing()
    {
        var governor = new RateGovernor(80, TimeSpan.Zero);
        for (var second = 1; second <= 100; second++)
        {
            governor.Observe(TimeSpan.FromSeconds(second), accepted: 0, refused: 1, wanted: true);
        }

        governor.Rate.ShouldBe(0.4, 0.01);
    }

    private sealed class Bucket(double limit)
    {
        private double _tokens = Math.Max(1, limit);

        public (int Calls, int Refused, int Accepted, TimeSpan End) Drive(RateGovernor governor, int seconds, TimeSpan from = default)
        {
            var step = TimeSpan.FromMilliseconds(50);
            var (calls, refused, accepted, due) = (0, 0, 0, 0.0);
            var now = from;
            for (var i = 0; i < seconds * 20; i++)
            {
                now += step;
                _tokens = Math.Min(Math.Max(1, limit), _tokens + (limit * step.TotalSeconds));
                due += governor.Rate * step.TotalSeconds;
                var (took, turnedAway) = (0, 0);
                for (; due >= 1; due--)
                {
                    if (_tokens >= 1)
                    {
                        _tokens--;
                        took++;
                    }
                    else
                    {
                        turnedAway++;
                    }
                }

                calls += took + turnedAway;
                accepted += took;
                refused += turnedAway;
                governor.Observe(now, took, turnedAway, wanted: true);
            }

            return (calls, refused, accepted, now);
        }
    }
}
