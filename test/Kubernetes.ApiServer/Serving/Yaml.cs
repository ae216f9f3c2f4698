using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace BackendPlugins.Kubernetes.ApiServer.Serving;

/// <summary>YAML as JSON.</summary>
public static class Yaml
{
    public static JsonNode Read(string text)
    {
        var content = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(text);
        return JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(content)) ?? throw new JsonException("The document is empty.");
    }
}
