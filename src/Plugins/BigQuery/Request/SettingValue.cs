using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BackendPlugins.BigQuery;

/// <summary>Brings values of <c>template.custom</c>, whose numbers have passed as doubles, into the form that BigQuery wants.</summary>
internal static class SettingValue
{
    /// <summary>The value of a known setting.</summary>
    /// <exception cref="TaskRefusedException">The value is of another type.</exception>
    public static JsonNode Convert(string field, CustomSetting setting, JsonElement value) => (setting.Kind, value.ValueKind) switch
    {
        (SettingKind.Text, JsonValueKind.String) => JsonValue.Create(value.GetString()!),
        (SettingKind.Flag, JsonValueKind.True or JsonValueKind.False) => JsonValue.Create(value.GetBoolean()),
        (SettingKind.WholeNumber, _) when WholeNumber(value) is { } number => JsonValue.Create(number),
        (SettingKind.WholeNumberText, _) when WholeNumber(value) is { } number => Text(number),
        (SettingKind.Object, JsonValueKind.Object) or (SettingKind.List, JsonValueKind.Array) or (SettingKind.Any, _) => Copy(value, setting.Name),
        _ => throw new TaskRefusedException(field, $"must be {Wanted(setting)}; got {Given(value)}"),
    };

    /// <summary>A copy in which whole numbers are integers, and 64-bit ones texts where BigQuery wants that.</summary>
    /// <param name="value">The value; not null.</param>
    /// <param name="path">Its path within <c>configuration.query</c>.</param>
    public static JsonNode Copy(JsonElement value, string path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var copy = new JsonObject();
                foreach (var property in value.EnumerateObject())
                {
                    copy[property.Name] = property.Value.ValueKind is JsonValueKind.Null ? null : Copy(property.Value, $"{path}.{property.Name}");
                }

                return copy;
            case JsonValueKind.Array:
                return new JsonArray([.. value.EnumerateArray().Select(item => item.ValueKind is JsonValueKind.Null ? null : Copy(item, $"{path}[]"))]);
            case JsonValueKind.Number when WholeNumber(value) is { } number:
                return CustomSetting.NestedWholeNumberTexts.Contains(path) ? Text(number) : JsonValue.Create(number);
            default:
                return JsonNode.Parse(value.GetRawText())!;
        }
    }

    /// <summary>What a value is, in an author's words.</summary>
    public static string Given(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => $"the number {value.GetRawText()}",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };

    private static string Wanted(CustomSetting setting)
    {
        var words = setting.Kind switch
        {
            SettingKind.Text => "a string",
            SettingKind.Flag => "true or false",
            SettingKind.WholeNumber or SettingKind.WholeNumberText => "a whole number",
            SettingKind.Object => "an object",
            SettingKind.List => "a list",
            _ => "a value",
        };
        return setting.Example.Length == 0 ? words : $"{words} such as {setting.Example}";
    }

    private static JsonValue Text(long number) => JsonValue.Create(number.ToString(CultureInfo.InvariantCulture));

    private static long? WholeNumber(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.String)
        {
            return long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
        }

        if (value.ValueKind is not JsonValueKind.Number)
        {
            return null;
        }

        return value.TryGetInt64(out var exact) ? exact : WholeDouble.ToInt64(value.GetDouble());
    }
}
