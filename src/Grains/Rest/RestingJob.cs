using BackendPlugins.Contracts;
using BackendPlugins.Grains.Life;

namespace BackendPlugins.Grains.Rest;

/// <summary>
/// A job that waits and that nothing happens to: its record as a few hundred bytes. Most of a hundred thousand watched jobs are
/// this at any moment. Who wants more than the facts beside it gets the record made anew.
/// </summary>
internal sealed class RestingJob : JobFace
{
    private readonly RecordSample _sample;
    private readonly byte[] _packed;
    private readonly Moment _createdAt;
    private readonly Moment _observedAt;
    private readonly JobPhase _phase;
    private readonly Troubled? _troubled;

    private RestingJob(RecordSample sample, byte[] packed, JobRecord job, JobSnapshot told)
    {
        (_sample, _packed, _phase, _createdAt) = (sample, packed, job.Phase, (DateTimeOffset?)job.CreatedAt);
        (_observedAt, Revision) = (told.ObservedAt, told.Revision);
        _troubled = told.Trouble is { } trouble ? new Troubled(trouble) : null;
    }

    public override long Revision { get; }

    public override JobStage Stage => JobStage.Tracked;

    public override JobSnapshot Snapshot => _troubled?.Snapshot ?? Read().Snapshot;

    public override DateTimeOffset? ObservedAt => _observedAt.At;

    public override string Plugin => _sample.Plugin;

    public override JobPhase Phase => _phase;

    public override CancelIntent? Cancel => null;

    public override bool HasEnded => false;

    public override DateTimeOffset CreatedAt => _createdAt.At!.Value;

    public override UpstreamTrouble? Trouble => _troubled?.Trouble;

    public override string? StoreTrouble => null;

    /// <summary>Whether a job can be told in this form: the service has confirmed it, and nobody has asked for its end.</summary>
    /// <param name="job">The record.</param>
    public static bool Fits(JobRecord job) => job is { Stage: JobStage.Tracked, Cancel: null, ProtectedSecrets: null };

    /// <summary>Packs a job.</summary>
    /// <param name="samples">After what.</param>
    /// <param name="job">Its record, which <see cref="Fits"/>.</param>
    /// <param name="told">What callers are told of it.</param>
    public static RestingJob Of(RecordSamples samples, JobRecord job, JobSnapshot told)
    {
        var sample = samples.For(job);
        return new RestingJob(sample, sample.Pack(job), job, told);
    }

    /// <summary>The same record, of which callers are told something newer.</summary>
    /// <param name="job">The record.</param>
    /// <param name="told">What callers are told.</param>
    public RestingJob With(JobRecord job, JobSnapshot told) => new(_sample, _packed, job, told);

    /// <summary>The record, made anew.</summary>
    public JobRecord Unpack() => _sample.Unpack(_packed);

    public override (JobRecord Record, JobSnapshot Snapshot) Read()
    {
        var job = Unpack();
        var snapshot = JobShown.Of(job) with { ObservedAt = ObservedAt, Trouble = Trouble, Revision = Revision };
        _troubled?.Snapshot = snapshot;
        return (job, snapshot);
    }

    /// <summary>
    /// A job without news of late. An answer that tells how old the news are is another one each second, so the snapshot is kept
    /// once it was asked for; the next try ends that.
    /// </summary>
    private sealed class Troubled(UpstreamTrouble trouble)
    {
        public UpstreamTrouble Trouble => trouble;

        public JobSnapshot? Snapshot { get; set; }
    }
}
