using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>Reads members of a request and refuses a wrong type by its path, as the service's JSON front does.</summary>
internal static class JsonShape
{
    public static JsonObject? Object(JsonObject parent, string name, string path) => parent[name] switch
    {
        null => null,
        JsonObject value => value,
        var other => throw new RequestShapeException($"Invalid value at '{path}' (an object), {other.ToJsonString()}"),
    };

    public static JsonArray? Array(JsonObject parent, string name, string path) => parent[name] switch
    {
        null => null,
        JsonArray value => value,
        var other => throw new RequestShapeException($"Invalid value at '{path}' (a list), {other.ToJsonString()}"),
    };

    public static string? String(JsonObject parent, string name, string path) => parent[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        var other => throw new RequestShapeException($"Invalid value at '{path}' (TYPE_STRING), {other.ToJsonString()}"),
    };

    public static bool? Boolean(JsonObject parent, string name, string path) => parent[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
        JsonValue value when value.GetValueKind() == JsonValueKind.String && bool.TryParse(value.GetValue<string>(), out var flag) => flag,
        var other => throw new RequestShapeException($"Invalid value at '{path}' (TYPE_BOOL), {other.ToJsonString()}"),
    };

    /// <summary>int64 travels as a string; a plain number is taken too.</summary>
    public static long? Int64(JsonObject parent, string name, string path) => parent[name] switch
    {
        null => null,
        JsonValue value when long.TryParse(value.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        var other => throw new RequestShapeException($"Invalid value at '{path}' (TYPE_INT64), {other.ToJsonString()}"),
    };
}

/// <summary>A member or parameter of a request has the wrong type or makes no sense.</summary>
internal sealed class RequestShapeException(string message, string? parameter = null) : Exception(message)
{
    /// <summary>The refusal that tells of it.</summary>
    public ApiError ToError() => parameter is null ? ApiError.Invalid(Message) : ApiError.Invalid(Message) with { Location = parameter, LocationType = "parameter" };
}
