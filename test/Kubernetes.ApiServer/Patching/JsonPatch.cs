using System.Globalization;
using System.Text.Json.Nodes;
using BackendPlugins.Kubernetes.ApiServer.Answering;

namespace BackendPlugins.Kubernetes.ApiServer.Patching;

/// <summary>The operations of RFC 6902 that clients of this server send.</summary>
public static class JsonPatch
{
    public static JsonObject Apply(JsonObject target, JsonArray operations)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(operations);
        var result = target.DeepClone().AsObject();
        foreach (var operation in operations)
        {
            var path = operation!["path"]!.GetValue<string>().Split('/').Skip(1).Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray();
            JsonNode parent = result;
            foreach (var step in path[..^1])
            {
                parent = Child(parent, step) ?? throw ApiFailureException.RejectedPatch();
            }

            Change(parent, path[^1], operation["op"]!.GetValue<string>(), operation["value"]);
        }

        return result;
    }

    private static void Change(JsonNode parent, string name, string kind, JsonNode? value)
    {
        switch (kind)
        {
            case "test" when !JsonNode.DeepEquals(Child(parent, name), value):
                throw ApiFailureException.RejectedPatch();
            case "test":
                break;
            case "remove" when parent is JsonObject content:
                content.Remove(name);
                break;
            case "add" when parent is JsonArray list:
                list.Insert(name == "-" ? list.Count : Index(name), value?.DeepClone());
                break;

            // The recorded server lets a replacement of what is not there pass.
            case "add" or "replace" when parent is JsonObject content:
                content[name] = value?.DeepClone();
                break;
            case "replace" when parent is JsonArray list:
                list[Index(name)] = value?.DeepClone();
                break;
            default:
                throw ApiFailureException.RejectedPatch();
        }
    }

    private static JsonNode? Child(JsonNode parent, string name) => parent switch
    {
        JsonObject content => content[name],
        JsonArray list when Index(name) is var index && index < list.Count => list[index],
        _ => null,
    };

    private static int Index(string name) => int.TryParse(name, CultureInfo.InvariantCulture, out var index) ? index : throw ApiFailureException.RejectedPatch();
}
