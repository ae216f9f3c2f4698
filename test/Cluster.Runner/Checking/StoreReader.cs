using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace BackendPlugins.Cluster.Runner.Checking;

/// <summary>Reads jobs through the gateways' REST: the list comes from the store, the details from the grains.</summary>
internal sealed class StoreReader(IReadOnlyList<Uri> gateways, TimeProvider time) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(15) };
    private int _next;

    /// <summary>How many jobs are in the store, and which of them have not ended.</summary>
    /// <exception cref="TimeoutException">No gateway answers within the time.</exception>
    public async Task<IReadOnlyList<StoredJob>> ReadAsync(DateTimeOffset until)
    {
        var jobs = new List<StoredJob>();
        string? cursor = null;
        do
        {
            var page = await GetAsync($"api/v1/jobs?limit=500{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", until);
            jobs.AddRange(page!["jobs"]!.AsArray().Select(job => ToJob(job!)));
            cursor = (string?)page["next"];
        }
        while (cursor is not null);
        return jobs;
    }

    /// <summary>Adds what the grains tell.</summary>
    /// <exception cref="TimeoutException">No gateway answers within the time.</exception>
    public async Task<IReadOnlyList<StoredJob>> WithDetailsAsync(IReadOnlyList<StoredJob> jobs, DateTimeOffset until)
    {
        var detailed = new ConcurrentBag<StoredJob>();
        await Parallel.ForEachAsync(jobs, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (job, _) =>
        {
            var details = await GetAsync($"api/v1/jobs/{job.Key}", until);
            detailed.Add(details is null ? job with { GrainPhase = "(unknown to its grain)" } : job with
            {
                GrainPhase = (string)details["phase"]!,
                ErrorCode = (string?)details["error"]?["code"] ?? "",
                History =
                [
                    .. details["history"]!.AsArray().Select(edge => new StoredEdge(
                        (DateTimeOffset)edge!["at"]!, (string)edge["stage"]!, (string)edge["phase"]!, (string)edge["reason"]!)),
                ],
            });
        });
        return [.. detailed];
    }

    public void Dispose() => _http.Dispose();

    private static StoredJob ToJob(JsonNode job) => new()
    {
        Key = (string)job["key"]!,
        Name = $"{(string?)job["execution"]}/{(string?)job["node"]}/{(int)job["attempt"]!}",
        ExternalId = (string?)job["external_id"],
        Stage = (string)job["stage"]!,
        Phase = (string)job["phase"]!,
        GrainPhase = "",
    };

    /// <returns>The answer; null for 404.</returns>
    private async Task<JsonNode?> GetAsync(string path, DateTimeOffset until)
    {
        while (true)
        {
            var gateway = gateways[Interlocked.Increment(ref _next) % gateways.Count];
            string problem;
            try
            {
                using var answer = await _http.GetAsync(new Uri(gateway, path));
                if (answer.IsSuccessStatusCode)
                {
                    return await answer.Content.ReadFromJsonAsync<JsonNode>();
                }

                if (answer.StatusCode == HttpStatusCode.NotFound)
                {
                    return null;
                }

                problem = $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                problem = exception.Message;
            }

            if (time.GetUtcNow() > until)
            {
                throw new TimeoutException($"{gateway}{path}: {problem}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), time);
        }
    }
}
