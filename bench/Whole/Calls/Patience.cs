namespace BackendPlugins.Bench.Whole.Calls;

/// <summary>Waits for what other processes do.</summary>
internal static class Patience
{
    /// <summary>Looks again and again until something holds.</summary>
    /// <param name="what">Words for the failure: "the service is ready".</param>
    /// <param name="holds">Looks.</param>
    /// <param name="pause">Time between two looks.</param>
    /// <param name="limit">The longest wait.</param>
    /// <exception cref="TimeoutException">It did not come to hold.</exception>
    public static async Task UntilAsync(string what, Func<Task<bool>> holds, TimeSpan pause, TimeSpan limit)
    {
        for (var start = TimeProvider.System.GetTimestamp(); !await holds();)
        {
            if (TimeProvider.System.GetElapsedTime(start) > limit)
            {
                throw new TimeoutException($"It did not come to pass within {limit.TotalSeconds:0} s that {what}.");
            }

            await Task.Delay(pause);
        }
    }
}
