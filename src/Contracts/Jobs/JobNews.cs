namespace BackendPlugins.Contracts;

/// <summary>A job's snapshot for somebody who may have it already.</summary>
/// <param name="IsKnown">Whether the asker has the newest one.</param>
/// <param name="Snapshot">The newest one; null where the asker has it, and where there is no job.</param>
[GenerateSerializer, Alias("bp.JobNews"), Immutable]
public sealed record JobNews([property: Id(0)] bool IsKnown, [property: Id(1)] JobSnapshot? Snapshot)
{
    /// <summary>The asker has the newest snapshot.</summary>
    public static JobNews Known { get; } = new(true, null);
}
