namespace BackendPlugins.Cli.Endpoints;

/// <summary>A page of a log.</summary>
/// <param name="Lines">Its lines in order.</param>
/// <param name="Next">Where the next page begins; empty where there is none.</param>
internal sealed record LogPage(IReadOnlyList<TaskLogLine> Lines, string Next);

/// <summary>A line of a log.</summary>
/// <param name="Timestamp">When; null where the endpoint does not say.</param>
/// <param name="Message">What.</param>
/// <param name="Originator">USER, SYSTEM or UNKNOWN.</param>
internal sealed record TaskLogLine(DateTimeOffset? Timestamp, string Message, string Originator);
