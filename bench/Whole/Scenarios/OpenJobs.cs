using System.Text.Json;
using BackendPlugins.Bench.Whole.Calls;

namespace BackendPlugins.Bench.Whole.Scenarios;

/// <summary>Jobs that have not ended, as the product tells.</summary>
internal static class OpenJobs
{
    /// <summary>Waits until there is none.</summary>
    /// <param name="product">The product's HTTP endpoint.</param>
    public static async Task NoneAsync(Uri product)
    {
        using var client = new HttpClient { BaseAddress = product };
        await Patience.UntilAsync("all jobs have ended", async () => await CountAsync(client) == 0, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(2));
    }

    /// <summary>At most one of each phase: whether there are any is what matters.</summary>
    private static async Task<int> CountAsync(HttpClient client)
    {
        var open = 0;
        foreach (var phase in new[] { "INITIALIZING", "RUNNING" })
        {
            open += JsonElement.Parse(await client.GetStringAsync(new Uri($"/api/v1/jobs?phase={phase}&limit=1", UriKind.Relative))).GetProperty("jobs").GetArrayLength();
        }

        return open;
    }
}
