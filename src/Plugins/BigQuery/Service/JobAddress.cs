namespace BackendPlugins.BigQuery;

/// <summary>Where a job stands at BigQuery.</summary>
/// <param name="Project">Google Cloud project, may be domain-scoped (<c>example.com:name</c>).</param>
/// <param name="Location">Region; null where the service decides and has not told yet.</param>
/// <param name="JobId">The job's id.</param>
internal sealed record JobAddress(string Project, string? Location, string JobId)
{
    public const string ProjectCoordinate = "project";
    public const string LocationCoordinate = "location";

    public static JobAddress Of(ExternalJob job) => new(
        job.Coordinate(ProjectCoordinate) ?? throw new InvalidOperationException($"Job {job.Id} has no project."),
        job.Coordinate(LocationCoordinate),
        job.Id);

    public ExternalJob ToExternalJob()
    {
        var coordinates = new Dictionary<string, string> { [ProjectCoordinate] = Project };
        if (Location is not null)
        {
            coordinates[LocationCoordinate] = Location;
        }

        return new ExternalJob(JobId, coordinates);
    }

    /// <summary>The job in Google's console; null before the location is known.</summary>
    public string? ConsoleUri => Location is null
        ? null
        : $"{ConsoleOf(Project)}&j=bq:{Uri.EscapeDataString(Location)}:{Uri.EscapeDataString(JobId)}&page=queryresults";

    /// <summary>The project's BigQuery page in Google's console.</summary>
    public static string ConsoleOf(string project) =>
        $"https://console.cloud.google.com/bigquery?project={Uri.EscapeDataString(project).Replace("%3A", ":", StringComparison.Ordinal)}";
}
