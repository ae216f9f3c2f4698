namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>The names under which calls are counted, slowed, limited and broken.</summary>
internal static class ApiMethods
{
    public const string Insert = "insert";
    public const string Get = "get";
    public const string List = "list";
    public const string Cancel = "cancel";
    public const string Delete = "delete";
    public const string Query = "query";
    public const string GetQueryResults = "getQueryResults";

    /// <summary>All methods of datasets.</summary>
    public const string Datasets = "datasets";

    /// <summary>All methods of tables.</summary>
    public const string Tables = "tables";

    /// <summary>tabledata.list.</summary>
    public const string TableData = "tabledata";

    /// <summary>projects.list and projects.getServiceAccount.</summary>
    public const string Projects = "projects";

    /// <summary>The OAuth token endpoint and the metadata server's tokens.</summary>
    public const string Token = "token";

    public const string Any = "*";

    public static readonly IReadOnlyList<string> All = [Insert, Get, List, Cancel, Delete, Query, GetQueryResults, Datasets, Tables, TableData, Projects, Token];

    public static bool IsPattern(string? name) => name == Any || All.Contains(name, StringComparer.OrdinalIgnoreCase);

    public static bool Matches(string pattern, string method) => pattern == Any || pattern.Equals(method, StringComparison.OrdinalIgnoreCase);
}
