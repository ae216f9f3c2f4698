using System.Text.Json;
using System.Text.Json.Nodes;

namespace BackendPlugins.Flyte.Tests;

/// <summary>Records hold lists, maps and JSON, which compare by reference: their stored form compares by content.</summary>
internal static class Json
{
    public static JsonElement Element(string json) => JsonElement.Parse(json);

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, PluginJson.Options);

    public static void ShouldEqual<T>(T actual, T expected)
    {
        if (!JsonNode.DeepEquals(Node(actual), Node(expected)))
        {
            Text(actual).ShouldBe(Text(expected));
        }
    }

    private static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, PluginJson.Options);
}
