using System.Net;
using BackendPlugins.Grains.Recovery;

namespace BackendPlugins.Grains.Tests.Recovery;

public sealed class SweepShareTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Every_job_falls_to_one_silo_and_each_silo_has_about_as_many(int count)
    {
        var silos = Enumerable.Range(0, count).Select(Silo).ToList();
        var shares = silos.Select(silo => SweepShare.Of(silo, Enumerable.Reverse(silos))).ToList();
        var keys = Enumerable.Range(0, 7000).Select(number => $"bigquery_query_job_task/{number}").ToList();

        keys.ShouldAllBe(key => shares.Count(share => share.Has(key)) == 1);
        shares.ShouldAllBe(share => keys.Count(share.Has) > 7000 / count * 0.8);
    }

    [Fact]
    public void A_silo_that_does_not_see_itself_looks_after_all() =>
        SweepShare.Of(Silo(1), [Silo(2), Silo(3)]).Has("bigquery_query_job_task/1").ShouldBeTrue();

    private static SiloAddress Silo(int number) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 10_000 + number), 1);
}
