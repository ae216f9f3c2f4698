using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BackendPlugins.Simulators.BigQuery;

/// <summary>Lets configuration bind a <see cref="DurationRange"/> from its written form.</summary>
internal sealed class DurationRangeConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) => DurationRange.Parse((string)value);
}

/// <summary>The same for JSON bodies.</summary>
internal sealed class DurationRangeJsonConverter : JsonConverter<DurationRange>
{
    public override DurationRange Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || !DurationRange.TryParse(reader.GetString(), out var range))
        {
            throw new JsonException("A duration is a string such as \"250ms\", \"1.5s\" or \"5ms..50ms\".");
        }

        return range;
    }

    public override void Write(Utf8JsonWriter writer, DurationRange value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
