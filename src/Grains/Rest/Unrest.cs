using BackendPlugins.Contracts;
using BackendPlugins.Grains.Life;
using BackendPlugins.Grains.Pacing;

namespace BackendPlugins.Grains.Rest;

/// <summary>What a job's grain remembers while a step is under way or something is out of the ordinary, and at no other time.</summary>
internal sealed class Unrest
{
    /// <summary>The gate that every change goes through. Not to be copied.</summary>
    public Gate Gate;

    /// <summary>The read or the first write that callers wait for; null for none.</summary>
    public Task? Loading { get; set; }

    /// <summary>The step under way; null for none.</summary>
    public Task? Working { get; set; }

    /// <summary>Ends the step under way.</summary>
    public CancellationTokenSource? Stop { get; set; }

    /// <summary>Cuts what the step waits for.</summary>
    public CancellationTokenSource? Cut { get; set; }

    /// <summary>The job's place in the line of submits; null where it does not wait there.</summary>
    public SubmitTurn? Turn { get; set; }

    /// <summary>What a resting job was made of when something began to happen to it; null where it was not at rest.</summary>
    public JobRecord? Woken { get; set; }

    /// <summary>The resting job that <see cref="Woken"/> was made of.</summary>
    public RestingJob? Rested { get; set; }

    /// <summary>When the service gave evidence of the job; null where it has not since the job rested.</summary>
    public DateTimeOffset? ObservedAt { get; set; }

    /// <summary>When the last submit whose answer was not seen was sent; it may start the job even now. Null for none.</summary>
    public DateTimeOffset? OpenSubmitAt { get; set; }

    /// <summary>When the last cancel was sent; null before.</summary>
    public DateTimeOffset? CancelSentAt { get; set; }

    /// <summary>Since when the service answers that it knows no such job; null while it knows it.</summary>
    public DateTimeOffset? MissingSince { get; set; }

    /// <summary>Why newer evidence is missing; null while the service answers.</summary>
    public UpstreamTrouble? Trouble { get; set; }

    /// <summary>Why the store did not take the last write; null where it did.</summary>
    public string? StoreTrouble { get; set; }

    /// <summary>What the service last said, where the record does not say all of it.</summary>
    public JobEvidence? Evidence { get; set; }

    /// <summary>Secrets that came with the task.</summary>
    public SecretBundle Secrets { get; set; } = SecretBundle.None;

    /// <summary>What the list told of the job, until it is read.</summary>
    public byte[]? Entry { get; set; }

    /// <summary>The traces that asked for the job's work; null where nobody collects any.</summary>
    public SpanOrigins? Origins { get; set; }

    /// <summary>Whether the job itself cannot be packed: somebody is about to change it, or there is what no record says.</summary>
    public bool Holds => Gate.IsTaken || Loading is not null || Working is not null || Turn is not null || !Secrets.IsEmpty;

    /// <summary>Whether it can be forgotten.</summary>
    public bool IsOver => !Holds && this is
    {
        Stop: null,
        Cut: null,
        OpenSubmitAt: null,
        CancelSentAt: null,
        MissingSince: null,
        Trouble: null,
        StoreTrouble: null,
        Evidence: null,
        Entry: null,
        Origins: null,
    };
}
