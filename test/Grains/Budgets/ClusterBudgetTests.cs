using BackendPlugins.Grains.Budgets;

namespace BackendPlugins.Grains.Tests;

public sealed class ClusterBudgetTests
{
    private readonly ClusterBudget _budget = new(new BudgetKey("Test", "host", "acme", "jobs.insert"), 20, TimeSpan.Zero);
    private TimeSpan _now = TimeSpan.FromSeconds(1);

    [Fact]
    public void Shares_follow_what_each_silo_wants_and_add_up_to_the_rate()
    {
        Report("a", waiting: 90);
        Report("b", waiting: 10);
        var (a, b) = (Share("a").PerSecond, Share("b").PerSecond);
        (a + b).ShouldBe(20, 0.001);
        a.ShouldBeGreaterThan(14);
        b.ShouldBeGreaterThan(2, "a silo that wants little keeps enough to begin with");
    }

    [Fact]
    public void A_silo_that_has_gone_leaves_its_share_to_the_others()
    {
        Report("a", waiting: 10);
        Report("b", waiting: 10);
        _now += TimeSpan.FromSeconds(10);
        Report("b", waiting: 10);
        Share("b").PerSecond.ShouldBe(20, 0.001);
    }

    [Fact]
    public void A_pause_that_one_silo_was_asked_for_holds_for_all()
    {
        Report("a", paused: TimeSpan.FromSeconds(30));
        Report("b");
        Share("b").PausedFor.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Refusals_of_one_silo_lower_the_rate_of_all()
    {
        Report("a", waiting: 10);
        Report("b", waiting: 10);
        var before = Share("b").PerSecond;
        _now += TimeSpan.FromSeconds(1);
        Report("a", calls: 10, refused: 5, waiting: 10);
        Share("b").PerSecond.ShouldBeLessThan(before);
    }

    [Fact]
    public void Free_places_at_the_service_go_to_those_who_wait_and_never_exceed_the_bound()
    {
        Report("a", jobs: 30, active: 4, most: 10);
        Report("b", jobs: 10, active: 2, most: 10);
        Share("a").MostActive.ShouldBe(7);
        Share("b").MostActive.ShouldBe(3);
    }

    private BudgetShare Share(string silo) => _budget.ShareOf(silo, _now);

    private void Report(string silo, long calls = 0, long refused = 0, int waiting = 0, TimeSpan paused = default, int jobs = 0, int active = 0, int? most = null) =>
        _budget.Report(
            silo,
            new BudgetUse("Test", "host", "acme", "jobs.insert")
            {
                LimitPerSecond = 20,
                Calls = calls,
                Refused = refused,
                Waiting = waiting,
                PausedFor = paused,
                JobsWaiting = jobs,
                JobsActive = active,
                MostActive = most,
            },
            _now);
}
