using System.Globalization;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>Reads parameters of the query string and refuses a wrong one by its name.</summary>
internal static class QueryValues
{
    /// <summary>The value; null when it is left out or empty.</summary>
    public static string? Text(IQueryCollection query, string name) => query[name].FirstOrDefault() is { Length: > 0 } value ? value : null;

    public static long? Count(IQueryCollection query, string name) => Text(query, name) switch
    {
        null => null,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) => count,
        var text => throw Invalid(name, text),
    };

    public static bool Flag(IQueryCollection query, string name) => Text(query, name) switch
    {
        null => false,
        var text when bool.TryParse(text, out var flag) => flag,
        var text => throw Invalid(name, text),
    };

    /// <summary>The place that the parameter <c>pageToken</c> names; null when it is left out.</summary>
    public static long? Page(IQueryCollection query) => Text(query, "pageToken") is { } token ? PageToken.Read(token) ?? throw Invalid("pageToken", token) : null;

    public static RequestShapeException Invalid(string name, string value) => new($"Invalid value for {name}: {value} is not a valid value", name);
}
