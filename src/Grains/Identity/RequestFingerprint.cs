using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace BackendPlugins.Grains.Identity;

/// <summary>
/// Hash of what makes two requests of one attempt the same: template and inputs by name. An honest repeat may bring another
/// order (v2 lists inputs in the order of a hash map), other labels, annotations,
/// environment and secrets; those do not count.
/// </summary>
/// <remarks>Taken over JSON whose names stand in order at every depth. It is stored with jobs: the same request must give the same for ever.</remarks>
internal static class RequestFingerprint
{
    // An input may be as deep as PluginJson allows, and stands two levels deeper here.
    private const int Depth = 256;

    private static readonly JsonWriterOptions Writing = new() { Encoder = PluginJson.Options.Encoder, MaxDepth = Depth };

    private static readonly Comparer<(string Text, int Order)> ByName = Comparer<(string Text, int Order)>.Create((one, other) =>
        string.CompareOrdinal(one.Text, other.Text) is not 0 and var order ? order : one.Order - other.Order);

    public static string Of(TaskRequest task)
    {
        var text = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(text, Writing))
        {
            writer.WriteStartObject();
            Write(writer, "category", task.Category);
            Write(writer, "template", task.Template with { Secrets = [] });
            Write(writer, "inputs", task.Inputs);
            Write(writer, "configs", task.ConnectionConfigs);
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(text.WrittenMemory, new JsonDocumentOptions { MaxDepth = Depth });
        var sorted = new ArrayBufferWriter<byte>(text.WrittenCount);
        using (var writer = new Utf8JsonWriter(sorted, Writing))
        {
            WriteSorted(writer, document.RootElement);
        }

        return Convert.ToHexStringLower(SHA256.HashData(sorted.WrittenSpan));
    }

    private static void Write<T>(Utf8JsonWriter writer, string name, T value)
    {
        writer.WritePropertyName(name);
        JsonSerializer.Serialize(writer, value, PluginJson.Options);
    }

    private static void WriteSorted(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                WriteSortedProperties(writer, element);
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    WriteSorted(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    // Its name is made anew each time that a property is asked for it. Of two with one name the first stays the first.
    private static void WriteSortedProperties(Utf8JsonWriter writer, JsonElement element)
    {
        var count = element.GetPropertyCount();
        var names = ArrayPool<(string Text, int Order)>.Shared.Rent(count);
        var values = ArrayPool<JsonElement>.Shared.Rent(count);
        var end = 0;
        foreach (var property in element.EnumerateObject())
        {
            (names[end], values[end]) = ((property.Name, end), property.Value);
            end++;
        }

        Array.Sort(names, values, 0, end, ByName);
        for (var i = 0; i < end; i++)
        {
            writer.WritePropertyName(names[i].Text);
            WriteSorted(writer, values[i]);
        }

        ArrayPool<(string, int)>.Shared.Return(names, clearArray: true);
        ArrayPool<JsonElement>.Shared.Return(values, clearArray: true);
    }
}
