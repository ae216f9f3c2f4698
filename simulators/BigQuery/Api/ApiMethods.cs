namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>The names under which calls are counted, slowed, limited and broken.</summary>
internal static class ApiMethods
{
    public const string Insert = "insert";
    public const string Get = "get";
    public const string List = "list";
    public const string Cancel = "cancel";
    public const string Delete = "delete";
    public const string Any = "*";

    public static readonly IReadOnlyList<string> All = [Insert, Get, List, Cancel, Delete];

    public static bool IsPattern(string? name) => name == Any || All.Contains(name, StringComparer.OrdinalIgnoreCase);

    public static bool Matches(string pattern, string method) => pattern == Any || pattern.Equals(method, StringComparison.OrdinalIgnoreCase);
}
