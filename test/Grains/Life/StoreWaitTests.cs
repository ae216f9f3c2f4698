using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Grains.Life;

namespace BackendPlugins.Grains.Tests;

public sealed class StoreWaitTests
{
    [Fact]
    public void An_outage_is_told_in_words_alone()
    {
        var outage = new JobStoreUnavailableException("The PostgreSQL job store could not be read: no route", new InvalidOperationException("no route"));

        StoreWait.Words(outage).ShouldBe(outage.Message);
        StoreWait.Unexpected(outage).ShouldBeNull();
    }

    [Fact]
    public void A_store_that_takes_too_long_is_told_in_words_alone()
    {
        StoreWait.Words(new TaskCanceledException()).ShouldBe("the job store did not answer within 8 s");
        StoreWait.Unexpected(new TaskCanceledException()).ShouldBeNull();
    }

    [Fact]
    public void What_nobody_expects_is_logged_whole()
    {
        var mistake = new InvalidOperationException("secret words");

        StoreWait.Words(mistake).ShouldBe("the job store failed (InvalidOperationException)");
        StoreWait.Unexpected(mistake).ShouldBeSameAs(mistake);
    }
}
