namespace BackendPlugins.Contracts;

/// <summary>
/// What a job shows, together with the answers that were made of it. Thousands of questions meet the same snapshot: each protocol
/// writes its answer once. Any thread may ask.
/// </summary>
public abstract class ShownJob
{
    /// <summary>The snapshot. It may be made anew each time: what is asked thousands of times stands beside it.</summary>
    public abstract JobSnapshot Snapshot { get; }

    /// <summary><see cref="JobSnapshot.Stage"/>.</summary>
    public abstract JobStage Stage { get; }

    /// <summary><see cref="JobSnapshot.ObservedAt"/>.</summary>
    public abstract DateTimeOffset? ObservedAt { get; }

    /// <summary><see cref="JobSnapshot.Revision"/>.</summary>
    public abstract long Revision { get; }

    /// <summary>What answers a v1 question; null until the first. Two askers may both make it: they make the same.</summary>
    public Task<byte[]>? AnswerV1 { get; set; }

    /// <summary>What answers a v2 question; null until the first.</summary>
    public Task<byte[]>? AnswerV2 { get; set; }

    /// <summary>A job that shows a snapshot.</summary>
    /// <param name="snapshot">The snapshot.</param>
    public static ShownJob Of(JobSnapshot snapshot) => new Snapshotted(snapshot);

    private sealed class Snapshotted(JobSnapshot snapshot) : ShownJob
    {
        public override JobSnapshot Snapshot => snapshot;

        public override JobStage Stage => snapshot.Stage;

        public override DateTimeOffset? ObservedAt => snapshot.ObservedAt;

        public override long Revision => snapshot.Revision;
    }
}
