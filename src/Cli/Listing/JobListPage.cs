namespace BackendPlugins.Cli.Listing;

/// <summary>A page of jobs, as <c>--output json</c> prints it.</summary>
/// <param name="Jobs">Newest first.</param>
/// <param name="Next">The cursor of the next page; null where this is the last.</param>
internal sealed record JobListPage(IReadOnlyList<JobListEntry> Jobs, string? Next);

/// <summary>A job in a list.</summary>
internal sealed record JobListEntry
{
    public required string Key { get; init; }

    public string? Plugin { get; init; }

    public string? Stage { get; init; }

    public string? Phase { get; init; }

    public string? Project { get; init; }

    public string? Domain { get; init; }

    public string? Execution { get; init; }

    public string? Node { get; init; }

    public int Attempt { get; init; }

    public string? ExternalId { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? ChangedAt { get; init; }

    public string? Message { get; init; }
}
