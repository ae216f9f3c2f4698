using System.Diagnostics;

namespace BackendPlugins.Simulators.BigQuery.Tests;

/// <summary>Waits for what another thread or process does, and fails when it does not.</summary>
internal static class Deadline
{
    public static Task UntilAsync(Func<bool> happened) => UntilAsync(() => Task.FromResult(happened()));

    public static async Task UntilAsync(Func<Task<bool>> happened)
    {
        for (var started = Stopwatch.StartNew(); !await happened(); await Task.Delay(10, TestContext.Current.CancellationToken))
        {
            if (started.Elapsed > TimeSpan.FromSeconds(20))
            {
                throw new TimeoutException("What the test waits for did not happen in 20 s.");
            }
        }
    }
}
