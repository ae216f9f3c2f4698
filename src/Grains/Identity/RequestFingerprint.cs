using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BackendPlugins.Grains.Identity;

/// <summary>
/// Hash of what makes two requests of one attempt the same: template and inputs by name. An honest repeat may bring another
/// order (v2 lists inputs in the order of a hash map), other labels, annotations,
/// environment and secrets; those do not count.
/// </summary>
internal static class RequestFingerprint
{
    public static string Of(TaskRequest task)
    {
        var document = new JsonObject
        {
            ["category"] = JsonSerializer.SerializeToNode(task.Category, PluginJson.Options),
            ["template"] = JsonSerializer.SerializeToNode(task.Template with { Secrets = [] }, PluginJson.Options),
            ["inputs"] = JsonSerializer.SerializeToNode(task.Inputs, PluginJson.Options),
            ["configs"] = JsonSerializer.SerializeToNode(task.ConnectionConfigs, PluginJson.Options),
        };
        var canonical = JsonSerializer.SerializeToUtf8Bytes(Sorted(document), PluginJson.Options);
        return Convert.ToHexStringLower(SHA256.HashData(canonical));
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(
            map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
