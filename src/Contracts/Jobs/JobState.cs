namespace BackendPlugins.Contracts;

/// <summary>The job grain's persistent state: a box, empty for a key that nobody has created.</summary>
[GenerateSerializer, Alias("bp.JobState")]
public sealed class JobState
{
    /// <summary>The job; null before its first write.</summary>
    [Id(0)]
    public JobRecord? Record { get; set; }
}
