namespace BackendPlugins.Silo.Tests.Cluster;

/// <summary>Waits for other processes.</summary>
internal static class Until
{
    public static async Task TrueAsync(Func<Task<bool>> holds, string what, TimeSpan? most = null)
    {
        var limit = most ?? TimeSpan.FromSeconds(60);
        var start = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(limit, what);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    public static Task TrueAsync(Func<bool> holds, string what, TimeSpan? most = null) => TrueAsync(() => Task.FromResult(holds()), what, most);
}
