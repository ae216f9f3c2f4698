using System.Text.Json;

namespace BackendPlugins.Storage;

/// <summary>Members of an object as <see cref="PluginJson.Options"/> have them: nulls are left out, enumerations are names.</summary>
internal static class JsonMembers
{
    public static void WriteText(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    public static void WriteName<T>(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, T value)
        where T : struct, Enum
    {
        if (Enum.GetName(value) is { } known)
        {
            writer.WriteString(name, known);
        }
        else
        {
            writer.WriteAny(name, value);
        }
    }

    public static void WriteTexts(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyDictionary<string, string>? texts) =>
        writer.WriteMap(name, texts, static (writer, text) => writer.WriteStringValue(text));

    public static void WriteMap<T>(
        this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyDictionary<string, T>? map, Action<Utf8JsonWriter, T> write)
    {
        if (map is null)
        {
            return;
        }

        writer.WriteStartObject(name);
        if (map.Count > 0)
        {
            foreach (var (key, value) in map)
            {
                writer.WritePropertyName(key);
                write(writer, value);
            }
        }

        writer.WriteEndObject();
    }

    public static void WriteElement(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonElement? element)
    {
        if (element is { } value)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
    }

    public static void WriteList<T>(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<T>? list)
    {
        if (list is not { Count: 0 })
        {
            writer.WriteAny(name, list);
            return;
        }

        writer.WriteStartArray(name);
        writer.WriteEndArray();
    }

    public static void WriteAny<T>(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, T value)
    {
        if (value is not null)
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, value, PluginJson.Options);
        }
    }
}
