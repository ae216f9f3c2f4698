using System.Net;
using BackendPlugins.Grains.Watch;

namespace BackendPlugins.Grains.Tests;

public sealed class SiloBookTests
{
    private static readonly SiloAddress One = SiloAddress.New(IPAddress.Loopback, 1, 1);

    [Theory]
    [InlineData(1, SiloStatus.Joining, SiloStatus.Active, SiloStatus.Dead, SiloStatus.Dead)]
    [InlineData(0, SiloStatus.Active, SiloStatus.ShuttingDown, SiloStatus.Dead)]
    [InlineData(0, SiloStatus.Active, SiloStatus.Stopping, SiloStatus.Dead)]
    [InlineData(0, SiloStatus.Joining, SiloStatus.Dead)]
    [InlineData(0, SiloStatus.Dead)]
    public void A_silo_is_lost_that_was_active_and_did_not_say_that_it_goes(int lost, params SiloStatus[] life)
    {
        var book = new SiloBook(null!);
        foreach (var status in life)
        {
            book.SiloStatusChangeNotification(One, status);
        }

        book.Lost.ShouldBe(lost);
    }
}
