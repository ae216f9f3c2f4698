namespace BackendPlugins.Cli.Listing;

/// <summary>Which jobs to list. A null member does not restrict.</summary>
internal sealed record JobListQuery
{
    public IReadOnlyList<string> Phases { get; init; } = [];

    public string? Plugin { get; init; }

    public string? Project { get; init; }

    public string? Domain { get; init; }

    public string? Execution { get; init; }

    public string? Node { get; init; }

    /// <summary>Jobs per page.</summary>
    public required int Limit { get; init; }

    /// <summary>Where the last page ended; null for the first page.</summary>
    public string? Cursor { get; init; }

    /// <summary>The query of a URL.</summary>
    public string ToQueryString()
    {
        var parts = Phases.Select(phase => KeyValuePair.Create("phase", (string?)phase))
            .Append(KeyValuePair.Create("plugin", Plugin))
            .Append(KeyValuePair.Create("project", Project))
            .Append(KeyValuePair.Create("domain", Domain))
            .Append(KeyValuePair.Create("execution", Execution))
            .Append(KeyValuePair.Create("node", Node))
            .Append(KeyValuePair.Create("limit", (string?)$"{Limit}"))
            .Append(KeyValuePair.Create("cursor", Cursor));
        return string.Join('&', parts.Where(part => part.Value is not null).Select(part => $"{part.Key}={Uri.EscapeDataString(part.Value!)}"));
    }
}
