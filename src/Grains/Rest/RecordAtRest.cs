using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Rest;

/// <summary>
/// A record in the form that is packed. It is read by the process that wrote it, and never stored or sent. What a plugin's author
/// knows of crosses as JSON, which takes longer than all else together: here it stands in parts.
/// </summary>
[GenerateSerializer, Alias("bp.RecordAtRest"), Immutable]
internal sealed class RecordAtRest
{
    /// <summary>The record, without what stands beside it.</summary>
    [Id(0)]
    public required JobRecord Record { get; init; }

    /// <summary>The text of <see cref="JobRecord.CustomInfoKept"/>; null for none.</summary>
    [Id(1)]
    public byte[]? CustomInfo { get; init; }

    /// <summary>Execution and node, where the task is the sample's but for them; null where the record has its task.</summary>
    [Id(2)]
    public string[]? Place { get; init; }

    /// <summary>The attempt, beside <see cref="Place"/>.</summary>
    [Id(3)]
    public int Attempt { get; init; }

    /// <summary>Id of the external job, where its coordinates are the sample's; null where the record has it.</summary>
    [Id(4)]
    public string? ExternalId { get; init; }

    /// <summary>Names and addresses of the links in turns.</summary>
    [Id(5)]
    public string[] Links { get; init; } = [];

    /// <summary>The numbers over time.</summary>
    [Id(6)]
    public MetricAtRest[] Metrics { get; init; } = [];
}

/// <summary>A <see cref="MetricSeries"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="At">The moments.</param>
/// <param name="Values">The values.</param>
[GenerateSerializer, Alias("bp.MetricAtRest"), Immutable]
internal readonly record struct MetricAtRest([property: Id(0)] string Name, [property: Id(1)] DateTimeOffset[] At, [property: Id(2)] double[] Values);
