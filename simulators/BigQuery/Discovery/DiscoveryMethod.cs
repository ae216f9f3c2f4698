namespace BackendPlugins.Simulators.BigQuery.Discovery;

/// <summary>A method as the discovery document tells it.</summary>
/// <param name="Resource">Its resource, for example <c>jobs</c>.</param>
/// <param name="Name">Its name within the resource.</param>
/// <param name="Verb">The HTTP method.</param>
/// <param name="Path">Below <c>/bigquery/v2/</c>; names in braces are parameters.</param>
/// <param name="About">What it does.</param>
internal sealed record DiscoveryMethod(string Resource, string Name, string Verb, string Path, string About)
{
    /// <summary>Query parameters, each <c>name:type</c>; a type with a star may be given several times.</summary>
    public IReadOnlyList<string> Query { get; init; } = [];

    /// <summary>Schema of the body; null for none.</summary>
    public string? Request { get; init; }

    /// <summary>Schema of the answer; null for none.</summary>
    public string? Response { get; init; }

    public string Id => $"bigquery.{Resource}.{Name}";

    private const string Location = "location:string";
    private static readonly string[] Paging = ["maxResults:integer", "pageToken:string"];
    private static readonly string[] Format = ["formatOptions.useInt64Timestamp:boolean", "formatOptions.timestampOutputFormat:string"];

    /// <summary>The methods that the simulator serves.</summary>
    public static IReadOnlyList<DiscoveryMethod> All { get; } = [.. Jobs(), .. Datasets(), .. Tables(), .. Projects()];

    private static IEnumerable<DiscoveryMethod> Jobs() =>
    [
        new("jobs", "insert", "POST", "projects/{projectId}/jobs", "Starts a job.") { Request = "Job", Response = "Job" },
        new("jobs", "get", "GET", "projects/{projectId}/jobs/{jobId}", "Tells a job.") { Query = [Location], Response = "Job" },
        new("jobs", "list", "GET", "projects/{projectId}/jobs", "Lists jobs, newest first.")
        {
            Query = [.. Paging, "projection:string", "stateFilter:string*", "parentJobId:string", "minCreationTime:string", "maxCreationTime:string", "allUsers:boolean"],
            Response = "JobList",
        },
        new("jobs", "cancel", "POST", "projects/{projectId}/jobs/{jobId}/cancel", "Asks a job to stop.") { Query = [Location], Response = "JobCancelResponse" },
        new("jobs", "delete", "DELETE", "projects/{projectId}/jobs/{jobId}/delete", "Forgets an ended job.") { Query = [Location] },
        new("jobs", "query", "POST", "projects/{projectId}/queries", "Runs a query and waits for its rows.") { Request = "QueryRequest", Response = "QueryResponse" },
        new("jobs", "getQueryResults", "GET", "projects/{projectId}/queries/{jobId}", "Waits for a query's rows and pages through them.")
        {
            Query = [Location, .. Paging, "startIndex:string", "timeoutMs:integer", .. Format],
            Response = "GetQueryResultsResponse",
        },
    ];

    private static IEnumerable<DiscoveryMethod> Datasets() =>
    [
        new("datasets", "insert", "POST", "projects/{projectId}/datasets", "Makes a dataset.") { Request = "Dataset", Response = "Dataset" },
        new("datasets", "list", "GET", "projects/{projectId}/datasets", "Lists datasets.") { Query = Paging, Response = "DatasetList" },
        new("datasets", "get", "GET", "projects/{projectId}/datasets/{datasetId}", "Tells a dataset.") { Response = "Dataset" },
        new("datasets", "delete", "DELETE", "projects/{projectId}/datasets/{datasetId}", "Deletes a dataset.") { Query = ["deleteContents:boolean"] },
    ];

    private static IEnumerable<DiscoveryMethod> Tables()
    {
        const string all = "projects/{projectId}/datasets/{datasetId}/tables";
        const string one = all + "/{tableId}";
        return
        [
            new("tables", "insert", "POST", all, "Makes a table.") { Request = "Table", Response = "Table" },
            new("tables", "list", "GET", all, "Lists a dataset's tables.") { Query = Paging, Response = "TableList" },
            new("tables", "get", "GET", one, "Tells a table.") { Response = "Table" },
            new("tables", "delete", "DELETE", one, "Deletes a table."),
            new("tabledata", "list", "GET", $"{one}/data", "Pages through a table's rows.")
            {
                Query = [.. Paging, "startIndex:string", "selectedFields:string", .. Format],
                Response = "TableDataList",
            },
        ];
    }

    private static IEnumerable<DiscoveryMethod> Projects() =>
    [
        new("projects", "list", "GET", "projects", "Lists projects.") { Query = Paging, Response = "ProjectList" },
        new("projects", "getServiceAccount", "GET", "projects/{projectId}/serviceAccount", "Tells the project's service account.") { Response = "GetServiceAccountResponse" },
    ];
}
