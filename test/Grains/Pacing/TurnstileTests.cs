using BackendPlugins.Grains.Pacing;
using Microsoft.Extensions.Time.Testing;

namespace BackendPlugins.Grains.Tests;

public sealed class TurnstileTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Turnstile _gate;

    public TurnstileTests()
    {
        _gate = new Turnstile(_clock);
    }

    [Fact]
    public void As_many_go_in_as_the_budget_serves_in_a_second_and_each_that_leaves_makes_room()
    {
        var places = Join(5, perSecond: 2);
        places.Select(place => place.IsInside).ShouldBe([true, true, false, false, false]);
        places[0].Dispose();
        places.Select(place => place.IsInside).ShouldBe([true, true, true, false, false]);
        _gate.Waiting.ShouldBe(2);
    }

    [Fact]
    public void Who_arrived_earlier_goes_first_whenever_it_joined()
    {
        var first = Join(1, perSecond: 1);
        var late = _gate.Join(order: 20, new BudgetAllowance(1, TimeSpan.Zero));
        var early = _gate.Join(order: 10, new BudgetAllowance(1, TimeSpan.Zero));
        late.CountAhead().ShouldBe(1);
        first[0].Dispose();
        early.IsInside.ShouldBeTrue();
        late.IsInside.ShouldBeFalse();
    }

    [Fact]
    public void Who_gives_up_leaves_the_line_and_takes_nobodys_place()
    {
        var places = Join(3, perSecond: 1);
        places[1].Dispose();
        _gate.Waiting.ShouldBe(1);
        _gate.Inside.ShouldBe(1);
        places[0].Dispose();
        places[2].IsInside.ShouldBeTrue();
        places[2].Dispose();
        places[2].Dispose();
        _gate.Inside.ShouldBe(0);
    }

    [Fact]
    public void Nobody_goes_in_during_a_pause()
    {
        var place = _gate.Join(0, new BudgetAllowance(10, TimeSpan.FromSeconds(5)));
        place.IsInside.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(5));
        place.IsInside.ShouldBeTrue();
    }

    [Fact]
    public void A_bound_holds_whatever_the_budget_allows()
    {
        var places = Enumerable.Range(0, 3).Select(i => _gate.Join(i, new BudgetAllowance(100, TimeSpan.Zero), most: 0)).ToList();
        places.ShouldAllBe(place => !place.IsInside);
        _gate.Renew(new BudgetAllowance(100, TimeSpan.Zero), most: 2);
        places.Count(place => place.IsInside).ShouldBe(2);
    }

    private List<Turnstile.Place> Join(int count, double perSecond) =>
        [.. Enumerable.Range(0, count).Select(_ => _gate.Join(0, new BudgetAllowance(perSecond, TimeSpan.Zero)))];
}
