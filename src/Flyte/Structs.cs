using System.Buffers;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace BackendPlugins.Flyte;

/// <summary>Protobuf's Struct, which is a JSON object whose numbers are doubles, to and from JSON.</summary>
public static class Structs
{
    /// <summary>Reads a Struct. NaN and the infinities become texts, an unset value becomes null: JSON has neither.</summary>
    /// <param name="value">The Struct.</param>
    /// <param name="field">The field that it stands in, for the error.</param>
    /// <returns>A JSON object that depends on nothing else.</returns>
    /// <exception cref="WireFormatException">It is nested too deeply.</exception>
    public static JsonElement ToJson(Struct value, string field = "value") => ToJson(value, Nesting.Of(field));

    /// <summary>Makes a Struct of a JSON object.</summary>
    /// <param name="json">The object.</param>
    /// <param name="field">The field that it will stand in, for the error.</param>
    /// <exception cref="WireFormatException">It is no object, or nested too deeply.</exception>
    public static Struct FromJson(JsonElement json, string field = "value") => FromJson(json, Nesting.Of(field));

    /// <summary>Makes a Struct of the text of a JSON object.</summary>
    /// <param name="json">The text.</param>
    /// <param name="field">The field that it will stand in, for the error.</param>
    /// <exception cref="WireFormatException">The text is no JSON object, or is nested too deeply.</exception>
    public static Struct FromJson(string json, string field = "value")
    {
        try
        {
            return FromJson(JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = Nesting.StorableDepth }), field);
        }
        catch (JsonException problem)
        {
            throw new WireFormatException(field, $"is no JSON: {problem.Message}", problem);
        }
    }

    internal static JsonElement ToJson(Struct value, Nesting nesting)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(value, writer, nesting.Deeper(1));
        }

        return JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = Nesting.StorableDepth });
    }

    internal static Struct FromJson(JsonElement json, Nesting nesting)
    {
        if (json.ValueKind is not JsonValueKind.Object)
        {
            throw new WireFormatException(nesting.Field, $"must be a JSON object such as {{\"name\": 1}}; got {Kind(json.ValueKind)}");
        }

        var fields = new Struct();
        var inside = nesting.Deeper(1);
        foreach (var property in json.EnumerateObject())
        {
            fields.Fields[property.Name] = ValueOf(property.Value, inside);
        }

        return fields;
    }

    private static void Write(Struct value, Utf8JsonWriter writer, Nesting nesting)
    {
        writer.WriteStartObject();
        foreach (var (name, item) in value.Fields)
        {
            writer.WritePropertyName(name);
            Write(item, writer, nesting);
        }

        writer.WriteEndObject();
    }

    private static void Write(Value value, Utf8JsonWriter writer, Nesting nesting)
    {
        switch (value.KindCase)
        {
            case Value.KindOneofCase.StringValue:
                writer.WriteStringValue(value.StringValue);
                break;
            case Value.KindOneofCase.BoolValue:
                writer.WriteBooleanValue(value.BoolValue);
                break;
            case Value.KindOneofCase.NumberValue when double.IsFinite(value.NumberValue):
                writer.WriteNumberValue(value.NumberValue);
                break;
            case Value.KindOneofCase.NumberValue:
                writer.WriteStringValue(double.IsNaN(value.NumberValue) ? "NaN" : value.NumberValue > 0 ? "Infinity" : "-Infinity");
                break;
            case Value.KindOneofCase.StructValue:
                Write(value.StructValue, writer, nesting.Deeper(1));
                break;
            case Value.KindOneofCase.ListValue:
                var inside = nesting.Deeper(1);
                writer.WriteStartArray();
                foreach (var item in value.ListValue.Values)
                {
                    Write(item, writer, inside);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static Value ValueOf(JsonElement json, Nesting nesting) => json.ValueKind switch
    {
        JsonValueKind.Object => Value.ForStruct(FromJson(json, nesting)),
        JsonValueKind.Array => ListOf(json, nesting.Deeper(1)),
        JsonValueKind.String => Value.ForString(json.GetString()),
        JsonValueKind.Number => NumberOf(json),
        JsonValueKind.True => Value.ForBool(true),
        JsonValueKind.False => Value.ForBool(false),
        _ => Value.ForNull(),
    };

    private static Value ListOf(JsonElement json, Nesting nesting)
    {
        var list = new ListValue();
        foreach (var item in json.EnumerateArray())
        {
            list.Values.Add(ValueOf(item, nesting));
        }

        return new Value { ListValue = list };
    }

    // A number beyond a double would arrive as an infinity, which other readers of a Struct refuse: its digits travel as text.
    private static Value NumberOf(JsonElement json) =>
        json.TryGetDouble(out var number) && double.IsFinite(number) ? Value.ForNumber(number) : Value.ForString(json.GetRawText());

    private static string Kind(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a truth value",
        JsonValueKind.Null => "null",
        _ => "nothing",
    };
}
