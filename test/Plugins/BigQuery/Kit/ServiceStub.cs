using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace BackendPlugins.BigQuery.Tests.Kit;

/// <summary>Stands where the connection to BigQuery would be: answers as told and keeps what was asked.</summary>
internal sealed class ServiceStub : HttpMessageHandler
{
    private readonly ConcurrentQueue<Func<Asked, CancellationToken, Task<HttpResponseMessage>>> _answers = new();
    private readonly Channel<Asked> _arrivals = Channel.CreateUnbounded<Asked>();

    public List<Asked> Requests { get; } = [];

    /// <summary>Waits until so many requests have arrived, counted from the last time that somebody waited.</summary>
    public async Task AskedAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _arrivals.Reader.ReadAsync(PluginStage.Stop);
        }
    }

    public ServiceStub Answers(HttpStatusCode status, string body, string mediaType = "application/json", string? retryAfter = null) => Does(_ =>
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, mediaType) };
        if (retryAfter is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        return Task.FromResult(response);
    });

    public ServiceStub Answers(JsonNode job) => Answers(HttpStatusCode.OK, job.ToJsonString());

    public ServiceStub Fails(int status, string? reason, string message = "words of the service", string? location = null, string? retryAfter = null) =>
        Answers((HttpStatusCode)status, Error(status, reason, message, location), retryAfter: retryAfter);

    public ServiceStub AnswersAfter(Task gate, JsonNode body) => Does(async stop =>
    {
        await gate.WaitAsync(stop);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
    });

    /// <summary>Answers jobs.get about whichever job is asked for.</summary>
    public ServiceStub Echoes(Func<string, JsonNode> jobOf) => Does((asked, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
    {
        Content = new StringContent(jobOf(asked.Uri.Segments[^1]).ToJsonString(), Encoding.UTF8, "application/json"),
    }));

    public ServiceStub Throws(Exception exception) => Does(_ => Task.FromException<HttpResponseMessage>(exception));

    public ServiceStub Hangs() => Does(async stop =>
    {
        await Task.Delay(Timeout.Infinite, stop);
        throw new InvalidOperationException("unreachable");
    });

    public static string Error(int status, string? reason, string message, string? location = null)
    {
        var entry = new JsonObject { ["domain"] = "global", ["reason"] = reason, ["message"] = message };
        if (location is not null)
        {
            entry["location"] = location;
        }

        var error = new JsonObject { ["code"] = status, ["message"] = message };
        if (reason is not null)
        {
            error["errors"] = new JsonArray(entry);
        }

        return new JsonObject { ["error"] = error }.ToJsonString();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken));
        var asked = new Asked(request.Method.Method, request.RequestUri!, body, request.Headers.ToString(), request.Content?.Headers.ContentType?.MediaType);
        lock (Requests)
        {
            Requests.Add(asked);
        }

        _arrivals.Writer.TryWrite(asked);
        return _answers.TryDequeue(out var answer)
            ? await answer(asked, cancellationToken)
            : throw new InvalidOperationException($"No answer was set for {request.Method} {request.RequestUri}.");
    }

    private ServiceStub Does(Func<CancellationToken, Task<HttpResponseMessage>> answer) => Does((_, stop) => answer(stop));

    private ServiceStub Does(Func<Asked, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }
}

/// <summary>A request that was made.</summary>
internal sealed record Asked(string Method, Uri Uri, JsonNode? Body, string Headers, string? MediaType)
{
    public string PathAndQuery => Uri.PathAndQuery;

    public JsonNode Query => Body!["configuration"]!["query"]!;
}
