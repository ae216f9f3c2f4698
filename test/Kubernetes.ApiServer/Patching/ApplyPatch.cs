using System.Text.Json.Nodes;
using BackendPlugins.Kubernetes.ApiServer.Answering;
using BackendPlugins.Kubernetes.ApiServer.Objects;

namespace BackendPlugins.Kubernetes.ApiServer.Patching;

/// <summary>Server-side apply: a manager owns the fields it applied; another that wants other content has to force it. Lists are atomic.</summary>
public static class ApplyPatch
{
    /// <summary>Applies a manager's wish to what is there.</summary>
    /// <returns>The content, and who owns its fields now.</returns>
    public static (JsonObject Content, IReadOnlyDictionary<string, string> Owners) Apply(StoredObject? before, JsonObject wish, string manager, bool force)
    {
        ArgumentNullException.ThrowIfNull(wish);
        var current = before?.Content ?? [];
        var owners = new Dictionary<string, string>(before?.Owners ?? new Dictionary<string, string>());
        var wanted = Fields(wish).ToDictionary(field => field.Path, field => field.Value);
        var conflicts = wanted
            .Where(field => owners.GetValueOrDefault(field.Key) is { } owner && owner != manager && !JsonNode.DeepEquals(Find(current, field.Key), field.Value))
            .Select(field => (owners[field.Key], field.Key))
            .ToArray();
        if (conflicts.Length > 0 && !force)
        {
            throw ApiFailureException.ApplyConflict(conflicts);
        }

        var content = MergePatch.Apply(current, wish);
        foreach (var dropped in owners.Where(one => one.Value == manager && !wanted.ContainsKey(one.Key)).Select(one => one.Key).ToArray())
        {
            owners.Remove(dropped);
            Remove(content, dropped);
        }

        foreach (var field in wanted.Keys)
        {
            owners[field] = manager;
        }

        return (content, owners);
    }

    private static IEnumerable<(string Path, JsonNode? Value)> Fields(JsonObject wish, string path = "") => wish
        .Where(field => path.Length > 0 || field.Key is not ("apiVersion" or "kind"))
        .Where(field => path != ".metadata" || field.Key is "labels" or "annotations" or "ownerReferences")
        .SelectMany(field => field.Value is JsonObject inner ? Fields(inner, $"{path}.{field.Key}") : [($"{path}.{field.Key}", field.Value)]);

    // Labels have dots in their names: walk the object, not the text.
    private static JsonNode? Find(JsonObject content, string path, string at = "") => content
        .Select(field => $"{at}.{field.Key}" == path ? field.Value : field.Value is JsonObject inner && path.StartsWith($"{at}.{field.Key}.", StringComparison.Ordinal) ? Find(inner, path, $"{at}.{field.Key}") : null)
        .FirstOrDefault(found => found is not null);

    private static void Remove(JsonObject content, string path, string at = "")
    {
        foreach (var (name, value) in content.ToArray())
        {
            if ($"{at}.{name}" == path)
            {
                content.Remove(name);
            }
            else if (value is JsonObject inner && path.StartsWith($"{at}.{name}.", StringComparison.Ordinal))
            {
                Remove(inner, path, $"{at}.{name}");
            }
        }
    }
}
