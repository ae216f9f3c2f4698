using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BackendPlugins.Kubernetes.ApiServer.Access;
using BackendPlugins.Kubernetes.ApiServer.Objects;
using Server = BackendPlugins.Kubernetes.ApiServer.ApiServer;

namespace BackendPlugins.Clustering.Kubernetes.Tests.Recordings;

/// <summary>
/// The stand-in answers what a kube-apiserver 1.20.2 answered to the same requests in the same order, down to the resource
/// versions. Where a recording is cut short, <c>some</c> is what is left of it. README.md says where the stand-in differs.
/// </summary>
public sealed partial class RecordingTests : IAsyncLifetime
{
    private const string Definition =
        """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"orleansclusters.membership.example.dev","uid":"definition"},
        "spec":{"group":"membership.example.dev","scope":"Namespaced","names":{"kind":"OrleansCluster","plural":"orleansclusters","singular":"orleanscluster","shortNames":["ocl"]},
        "versions":[{"name":"v1","served":true,"storage":true,
        "additionalPrinterColumns":[{"name":"Cluster","type":"string","jsonPath":".spec.clusterId"},{"name":"Version","type":"integer","jsonPath":".spec.version"}],
        "schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{
        "clusterId":{"type":"string"},"version":{"type":"integer"},"silos":{"type":"array","items":{"type":"object"}}}}}}}}]}}
        """;

    private Server _server = null!;
    private HttpClient _http = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // The first object of the recording came as the 198th write.
        var store = new ObjectStore(version: 196);
        var definition = JsonNode.Parse(Definition)!.AsObject();
        store.Write(new ObjectKey(ResourceKind.Definitions.Qualified, "", "orleansclusters.membership.example.dev"), _ => new StoredObject(definition, new Dictionary<string, string>()));
        _server = await Server.StartAsync(store, new Dictionary<string, ApiUser> { ["admin"] = new("admin"), ["nobody"] = new("nobody", []) });
        _http = new HttpClient { BaseAddress = _server.Address };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Answers_are_those_of_a_real_API_server()
    {
        var steps = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Recordings", "kube-apiserver-1.20.2.json"), Stop))!.AsArray();
        var differences = new List<string>();
        foreach (var step in steps.Select(step => step!.AsObject()))
        {
            foreach (var before in step["before"]?.AsArray() ?? [])
            {
                (await SendAsync(before!.AsObject())).Dispose();
            }

            if (step["compact"] is not null)
            {
                _server.Store.Compact();
            }

            using var answer = await SendAsync(step);
            foreach (var during in step["during"]?.AsArray() ?? [])
            {
                (await SendAsync(during!.AsObject())).Dispose();
            }

            var text = await answer.Content.ReadAsStringAsync(Stop);
            differences.AddRange(Differences(step, answer, text).Select(difference => $"{step["id"]} {step["what"]}: {difference}\n  got {text}"));
        }

        steps.Count.ShouldBe(63);
        differences.ShouldBeEmpty(string.Join('\n', differences));
    }

    /// <summary>kubectl before 1.26 asks for each group and version by itself.</summary>
    [Theory]
    [InlineData("/version", "gitVersion")]
    [InlineData("/api", "\"versions\":[\"v1\"]")]
    [InlineData("/api/v1", "\"name\":\"pods\"")]
    [InlineData("/apis", "\"preferredVersion\":{\"groupVersion\":\"membership.example.dev/v1\"")]
    [InlineData("/apis/membership.example.dev", "\"kind\":\"APIGroup\"")]
    [InlineData("/apis/membership.example.dev/v1", "\"shortNames\":[\"ocl\"]")]
    [InlineData("/apis/coordination.k8s.io/v1", "\"name\":\"leases\"")]
    [InlineData("/openapi/v3", "apis/membership.example.dev/v1")]
    [InlineData("/openapi/v3/apis/membership.example.dev/v1", "fieldValidation")]
    [InlineData("/api/v1/namespaces/default/events?fieldSelector=involvedObject.name%3Dprod&limit=500", "EventList")]
    public async Task What_old_clients_ask_first_is_answered(string path, string part)
    {
        using var answer = await SendAsync(new JsonObject { ["method"] = "GET", ["path"] = path });

        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain(part);
    }

    private static IEnumerable<string> Differences(JsonObject step, HttpResponseMessage answer, string text)
    {
        if ((int)answer.StatusCode != step["status"]!.GetValue<int>())
        {
            yield return $"status {(int)answer.StatusCode} instead of {step["status"]}";
        }

        if (step["text"]?.GetValue<string>() is { } plain)
        {
            if ((plain, "text/plain; charset=utf-8") != (text, answer.Content.Headers.ContentType!.ToString()))
            {
                yield return "another text";
            }

            yield break;
        }

        if (answer.Content.Headers.ContentType?.MediaType != "application/json")
        {
            yield return $"type {answer.Content.Headers.ContentType}";
            yield break;
        }

        var (wanted, got) = step switch
        {
            _ when step["answer"] is { } whole => (whole, JsonNode.Parse(text)),
            _ when step["some"] is { } some => (some, Within(JsonNode.Parse(text), some)),
            _ when step["events"] is { } events => (events, Events(text)),
            _ => (step["someEvents"]!, Within(Events(text), step["someEvents"])),
        };
        var (expected, actual) = (Normal(wanted), Normal(got));
        if (!JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)))
        {
            yield return $"another body\n  not {expected}\n  but {actual}";
        }
    }

    // Bookmarks come as often as the server likes.
    private static JsonArray Events(string text) => new([.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Select(line => JsonNode.Parse(line))]);

    /// <summary>What of an answer a shorter one speaks of.</summary>
    private static JsonNode? Within(JsonNode? whole, JsonNode? part) => (whole, part) switch
    {
        (JsonObject content, JsonObject shorter) => new JsonObject(shorter.Where(field => content.ContainsKey(field.Key)).Select(field => KeyValuePair.Create(field.Key, Within(content[field.Key], field.Value)))),
        (JsonArray list, JsonArray { Count: > 0 } shorter) => new JsonArray([.. list.Zip(shorter, Within)]),
        _ => whole?.DeepClone(),
    };

    // What a server draws, and how many events it remembers.
    private static string Normal(JsonNode? content)
    {
        var text = content?.ToJsonString() ?? "null";
        return Remembered().Replace(Uid().Replace(Second().Replace(text, "\"time\""), "uid"), "too old resource version: 1 (oldest)");
    }

    private Task<HttpResponseMessage> SendAsync(JsonObject step)
    {
        var request = new HttpRequestMessage(new HttpMethod(step["method"]!.GetValue<string>()), new Uri(step["path"]!.GetValue<string>(), UriKind.Relative));
        if ((step["token"]?.GetValue<string>() ?? "admin") is { Length: > 0 } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        request.Headers.TryAddWithoutValidation("Accept", step["accept"]?.GetValue<string>() ?? "application/json");
        if ((step["raw"]?.GetValue<string>() ?? step["body"]?.ToJsonString()) is { } body)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(step["type"]?.GetValue<string>() ?? "application/json");
        }

        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uid();

    [GeneratedRegex("\"\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z\"")]
    private static partial Regex Second();

    [GeneratedRegex(@"too old resource version: 1 \(\d+\)")]
    private static partial Regex Remembered();
}
