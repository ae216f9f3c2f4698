using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Rest;

/// <summary>What may be known of a job beside its grain, from any thread: by askers of this process, and by those who sum up all jobs.</summary>
internal abstract class JobFace : ShownJob
{
    /// <summary>The plugin that runs it.</summary>
    public abstract string Plugin { get; }

    /// <summary>Where the newest record stands.</summary>
    public abstract JobPhase Phase { get; }

    /// <summary>The newest record's promise to cancel; null for none.</summary>
    public abstract CancelIntent? Cancel { get; }

    /// <summary>Whether the newest record has ended.</summary>
    public abstract bool HasEnded { get; }

    /// <summary>When it was accepted.</summary>
    public abstract DateTimeOffset CreatedAt { get; }

    /// <summary>Why newer evidence is missing; null while the service answers.</summary>
    public abstract UpstreamTrouble? Trouble { get; }

    /// <summary>Why something is not stored; null while all is.</summary>
    public abstract string? StoreTrouble { get; }

    /// <summary>The record that callers are told of, and the snapshot. They may be made anew each time.</summary>
    public abstract (JobRecord Record, JobSnapshot Snapshot) Read();
}
