using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace BackendPlugins.Flyte;

/// <summary>Flyte's K8sPod to and from its protobuf JSON form.</summary>
internal static class Pods
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default);
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>Writes a pod.</summary>
    /// <param name="podWithoutSpec">The message without its <c>pod_spec</c>: protobuf's formatter knows neither NaN nor an end of depth there.</param>
    /// <param name="spec">The spec, or null.</param>
    /// <param name="nesting">The pod's field.</param>
    public static JsonElement ToJson(IMessage podWithoutSpec, Struct? spec, Nesting nesting)
    {
        var pod = (JsonObject)JsonNode.Parse(Formatter.Format(podWithoutSpec))!;
        if (spec is not null)
        {
            pod["podSpec"] = JsonObject.Create(Structs.ToJson(spec, nesting.Deeper(1)));
        }

        return JsonSerializer.SerializeToElement(pod, PluginJson.Options);
    }

    /// <summary>Reads a pod.</summary>
    public static T FromJson<T>(JsonElement pod, string field)
        where T : IMessage, new()
    {
        try
        {
            return Parser.Parse<T>(pod.GetRawText());
        }
        catch (IOException problem)
        {
            throw new WireFormatException(field, $"is no pod in protobuf JSON form: {problem.Message}", problem);
        }
    }
}
