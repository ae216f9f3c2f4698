using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Rest;

/// <summary>A job that something happens to, as it stands.</summary>
/// <param name="newest">The newest record.</param>
/// <param name="told">The record that callers are told of: an earlier one while an end is not durable.</param>
/// <param name="snapshot">What callers are told.</param>
internal sealed class AwakeJob(JobRecord newest, JobRecord told, JobSnapshot snapshot) : JobFace
{
    public override JobSnapshot Snapshot => snapshot;

    public override JobStage Stage => snapshot.Stage;

    public override DateTimeOffset? ObservedAt => snapshot.ObservedAt;

    public override long Revision => snapshot.Revision;

    public override string Plugin => newest.Plugin;

    public override JobPhase Phase => newest.Phase;

    public override CancelIntent? Cancel => newest.Cancel;

    public override bool HasEnded => newest.Stage == JobStage.Ended;

    public override DateTimeOffset CreatedAt => newest.CreatedAt;

    public override UpstreamTrouble? Trouble => snapshot.Trouble;

    public override string? StoreTrouble => snapshot.StoreTrouble;

    public override (JobRecord Record, JobSnapshot Snapshot) Read() => (told, snapshot);
}
