using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace BackendPlugins.BigQuery.Tests.Kit;

/// <summary>Stands where the connection to BigQuery would be: answers as told and keeps what was asked.</summary>
internal sealed class ServiceStub : HttpMessageHandler
{
    private readonly Queue<Func<CancellationToken, Task<HttpResponseMessage>>> _answers = new();

    public List<Asked> Requests { get; } = [];

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
        Requests.Add(new(request.Method.Method, request.RequestUri!, body, request.Headers.ToString(), request.Content?.Headers.ContentType?.MediaType));
        return _answers.TryDequeue(out var answer)
            ? await answer(cancellationToken)
            : throw new InvalidOperationException($"No answer was set for {request.Method} {request.RequestUri}.");
    }

    private ServiceStub Does(Func<CancellationToken, Task<HttpResponseMessage>> answer)
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
