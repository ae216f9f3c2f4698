using BackendPlugins.Grains.LookUps;

namespace BackendPlugins.Grains.Tests;

public sealed class LookUpAskersTests
{
    private static readonly byte[] Entry = [1];

    [Fact]
    public async Task A_job_that_two_ask_for_is_read_once_and_told_to_both()
    {
        LookUpBatch[] batches = [Batch("a", "b"), Batch("b", "c"), Batch("b")];
        var askers = new LookUpAskers(batches);
        askers.Asks.Select(ask => ask.Handle).ShouldBe(["a", "b", "c"]);

        askers.Take(new Dictionary<string, byte[]> { ["b"] = Entry, ["unasked"] = Entry });

        batches[2].Answer.IsCompletedSuccessfully.ShouldBeTrue("it has all that it asked for");
        batches[0].Answer.IsCompleted.ShouldBeFalse();
        askers.Take(new Dictionary<string, byte[]> { ["a"] = Entry });
        (await batches[0].Answer).Entries.Keys.ShouldBe(["a", "b"], ignoreOrder: true);
        batches[1].End();
        (await batches[1].Answer).Entries.Keys.ShouldBe(["b"]);
    }

    private static LookUpBatch Batch(params string[] handles) =>
        new(new LookUpQuestion("Test", LookUpLane.Old, 1, [.. handles.Select(handle => new LookUpAsk(handle, null))]));
}
