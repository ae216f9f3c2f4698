namespace BackendPlugins.Bench.Whole.Calls;

/// <summary>Waits for processes to have done what they were left with.</summary>
internal static class Resting
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <summary>Waits until all of them together use less than half a processor: accepted jobs go on being submitted.</summary>
    /// <param name="processes">Their ids.</param>
    public static async Task UntilAsync(IReadOnlyList<int> processes)
    {
        TimeSpan? before = null;
        await Patience.UntilAsync(
            "the servers rest",
            () =>
            {
                var now = Spent();
                var rests = now - before < Look / 2;
                before = now;
                return Task.FromResult(rests);
            },
            Look,
            Limit);

        TimeSpan Spent() => processes.Aggregate(TimeSpan.Zero, (sum, id) => sum + ProcessorTime.Of(id));
    }
}
