using System.Globalization;
using System.Text.Json.Nodes;
using BackendPlugins.Kubernetes.ApiServer.Answering;
using BackendPlugins.Kubernetes.ApiServer.Objects;
using BackendPlugins.Kubernetes.ApiServer.Selecting;

namespace BackendPlugins.Kubernetes.ApiServer.Serving;

/// <summary>Changes of a resource as they happen, one JSON object in a line, until the client's time is over.</summary>
internal sealed class WatchStream(ObjectStore store, TimeProvider time)
{
    // A real server draws it between half an hour and a whole.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    public async Task RunAsync(ApiRequest request)
    {
        var wanted = request.Query("resourceVersion") is { } text
            ? long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : throw ApiFailureException.UnparsableForWatch(text)
            : 0;
        var selection = new Selection(request.Query("labelSelector"), request.Name is { } name ? $"metadata.name={name}" : request.Query("fieldSelector"));
        var response = request.Context.Response;
        (response.ContentType, response.Headers.CacheControl) = ("application/json", "no-cache, private");
        var isList = request.Query("sendInitialEvents") == "true";
        if (wanted > 0 && wanted < store.Compacted && !isList)
        {
            await WriteAsync(response, "ERROR", ApiFailureException.Expired($"too old resource version: {wanted} ({store.Compacted})").Status!);
            return;
        }

        var table = TableAnswer.IsWanted(request.Context.Request) ? new TableAnswer(request.Kind, time) : null;
        var known = new HashSet<ObjectKey>();
        var seen = wanted;
        if (wanted == 0 || isList)
        {
            (var objects, seen) = store.List(request.Kind.Qualified, request.Namespace.Length == 0 ? null : request.Namespace);
            foreach (var one in objects.Where(one => selection.Takes(one.Content)))
            {
                known.Add(KeyOf(request, one.Content));
                await SendAsync("ADDED", one.Content);
            }
        }

        if (isList)
        {
            await WriteAsync(response, "BOOKMARK", Bookmark(new JsonObject { ["k8s.io/initial-events-end"] = "true" }));
        }

        await response.Body.FlushAsync(request.Context.RequestAborted);
        var seconds = request.Query("timeoutSeconds") is { } limit ? TimeSpan.FromSeconds(int.Parse(limit, CultureInfo.InvariantCulture)) : Longest;
        using var over = new CancellationTokenSource(seconds, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, request.Context.RequestAborted);
        while (true)
        {
            // Taken before the events are, so that none is missed between.
            var changed = store.Changed;
            foreach (var change in store.EventsAfter(seen))
            {
                seen = change.Version;
                if (change.Key.Resource == request.Kind.Qualified && (request.Namespace.Length == 0 || change.Key.Namespace == request.Namespace)
                    && TypeFor(change, selection.Takes(change.Content), known) is { } type)
                {
                    await SendAsync(type, change.Content);
                }
            }

            try
            {
                await changed.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!request.Context.RequestAborted.IsCancellationRequested)
            {
                break;
            }
        }

        if (request.Query("allowWatchBookmarks") == "true" && table is null)
        {
            await WriteAsync(response, "BOOKMARK", Bookmark(null));
        }

        JsonObject Bookmark(JsonObject? annotations)
        {
            var metadata = new JsonObject { ["resourceVersion"] = seen.ToString(CultureInfo.InvariantCulture) };
            if (annotations is not null)
            {
                metadata["annotations"] = annotations;
            }

            return new JsonObject { ["apiVersion"] = request.Kind.ApiVersion, ["kind"] = request.Kind.Kind, ["metadata"] = metadata };
        }

        Task SendAsync(string type, JsonObject content) => WriteAsync(response, type, table?.Of(content) ?? content);
    }

    // One that no longer fits the selector is gone for this client.
    private static string? TypeFor(StoreEvent change, bool fits, HashSet<ObjectKey> known)
    {
        if (fits)
        {
            _ = change.Type == "DELETED" ? known.Remove(change.Key) : known.Add(change.Key);
            return change.Type;
        }

        return known.Remove(change.Key) ? "DELETED" : null;
    }

    private static ObjectKey KeyOf(ApiRequest request, JsonObject content) =>
        new(request.Kind.Qualified, content["metadata"]!["namespace"]?.GetValue<string>() ?? "", content["metadata"]!["name"]!.GetValue<string>());

    private static async Task WriteAsync(HttpResponse response, string type, JsonObject content)
    {
        var line = new JsonObject { ["type"] = type, ["object"] = content.DeepClone() }.ToJsonString() + "\n";
        await response.WriteAsync(line, response.HttpContext.RequestAborted);
        await response.Body.FlushAsync(response.HttpContext.RequestAborted);
    }
}
