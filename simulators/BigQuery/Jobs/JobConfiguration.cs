using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Jobs;

/// <summary>A job's configuration: the document that is echoed, and what the simulator itself needs of it.</summary>
/// <param name="Document">The configuration as sent, UTF-8 JSON, with the service's own additions.</param>
/// <param name="JobType">QUERY, LOAD, EXTRACT or COPY.</param>
/// <param name="Query">The statement; empty when the job is no query.</param>
/// <param name="Labels">The job's labels; empty when none were sent.</param>
internal sealed record JobConfiguration(ReadOnlyMemory<byte> Document, string JobType, string Query, IReadOnlyDictionary<string, string> Labels)
{
    public const string QueryType = "QUERY";

    public bool DryRun { get; init; }

    public long? TimeoutMs { get; init; }

    public long? MaximumBytesBilled { get; init; }

    /// <summary>INTERACTIVE or BATCH.</summary>
    public string Priority { get; init; } = "INTERACTIVE";

    /// <summary>The query parameters as sent, while the job is being planned; the document keeps them afterwards.</summary>
    public JsonArray? Parameters { get; init; }

    public bool IsQuery => JobType == QueryType;
}
