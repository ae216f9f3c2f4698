using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace BackendPlugins.Simulators.BigQuery.Tests;

/// <summary>A simulator on a free port, a clock that stands still until told, and a client that speaks plain HTTP.</summary>
internal sealed class Scene : IAsyncDisposable
{
    public const string Project = "acme";
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private Scene(BigQuerySimulator simulator, FakeTimeProvider clock)
    {
        (Simulator, Clock) = (simulator, clock);
        Client = new() { BaseAddress = simulator.Endpoint, Timeout = TimeSpan.FromSeconds(30) };
    }

    public BigQuerySimulator Simulator { get; }

    public FakeTimeProvider Clock { get; }

    public HttpClient Client { get; }

    public long Now => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    public static async Task<Scene> StartAsync(Action<BigQuerySimulatorOptions>? configure = null, FakeTimeProvider? clock = null)
    {
        clock ??= new FakeTimeProvider(Start);
        var options = new BigQuerySimulatorOptions();
        configure?.Invoke(options);
        return new(await BigQuerySimulator.StartAsync(options, clock, TestContext.Current.CancellationToken), clock);
    }

    public static JsonObject Body(string? jobId, string query, string? location = null, Action<JsonObject>? change = null)
    {
        var configuration = new JsonObject { ["query"] = new JsonObject { ["query"] = query, ["useLegacySql"] = false } };
        change?.Invoke(configuration);
        var reference = new JsonObject { ["projectId"] = Project };
        if (jobId is not null)
        {
            reference["jobId"] = jobId;
        }

        if (location is not null)
        {
            reference["location"] = location;
        }

        return new JsonObject { ["jobReference"] = reference, ["configuration"] = configuration };
    }

    public Task<Answer> InsertAsync(string? jobId, string query, string? location = null, Action<JsonObject>? change = null) =>
        PostAsync($"projects/{Project}/jobs", Body(jobId, query, location, change).ToJsonString());

    /// <summary>Calls jobs.query.</summary>
    public Task<Answer> QueryAsync(string query, Action<JsonObject>? change = null)
    {
        var request = new JsonObject { ["query"] = query, ["useLegacySql"] = false };
        change?.Invoke(request);
        return PostAsync($"projects/{Project}/queries", request.ToJsonString());
    }

    public Task<Answer> GetJobAsync(string jobId, string? location = null) =>
        GetAsync($"projects/{Project}/jobs/{jobId}{(location is null ? "" : $"?location={location}")}");

    public Task<Answer> CancelAsync(string jobId) => PostAsync($"projects/{Project}/jobs/{jobId}/cancel", "");

    public Task<Answer> ListAsync(string query = "") => GetAsync($"projects/{Project}/jobs?{query}");

    public async Task<IReadOnlyList<string>> ListIdsAsync(string query = "") =>
        [.. (await ListAsync(query)).Json["jobs"]!.AsArray().Select(job => (string)job!["jobReference"]!["jobId"]!)];

    public Task AddFaultsAsync(params JsonObject[] faults) => PostAsync("_faults", new JsonArray([.. faults]).ToJsonString());

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Headers.RetryAfter?.ToString());
    }

    public async Task<JsonNode> BookAsync(string jobId) => (await Client.GetFromJsonAsync<JsonNode>($"_books/{jobId}", TestContext.Current.CancellationToken))!;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Simulator.DisposeAsync();
    }
}

/// <summary>An answer of the simulator.</summary>
internal sealed record Answer(HttpStatusCode Code, string Text, string? RetryAfter)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string? State => (string?)Json["status"]!["state"];

    public string? Reason => (string?)Json["error"]!["errors"]![0]!["reason"];

    public string? Message => (string?)Json["error"]!["message"];

    public string? JobError => (string?)Json["status"]!["errorResult"]?["reason"];
}
