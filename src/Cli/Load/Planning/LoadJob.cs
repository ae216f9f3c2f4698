using BackendPlugins.Cli.Endpoints;

namespace BackendPlugins.Cli.Load.Planning;

/// <summary>A job of a run: what is planned for it, and what has become of it.</summary>
/// <param name="index">Its number, from 0.</param>
/// <param name="arrivesAt">From the start of the run.</param>
/// <param name="duration">How long it runs at the service.</param>
internal sealed class LoadJob(int index, TimeSpan arrivesAt, TimeSpan duration)
{
    public int Index => index;

    public TimeSpan ArrivesAt => arrivesAt;

    public TimeSpan Duration => duration;

    /// <summary>Whether the service lets it fail.</summary>
    public bool Fails { get; init; }

    /// <summary>Whether its create is sent twice.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>When it is deleted, from its create; null for never.</summary>
    public TimeSpan? DeletedAfter { get; init; }

    /// <summary>The job at the endpoint; null before it was created.</summary>
    public JobReference? Reference { get; set; }

    /// <summary>Timestamp of the answer to its create.</summary>
    public long CreatedAt { get; set; }

    /// <summary>The last phase that the endpoint told; null before it was created.</summary>
    public TaskPhase? Phase { get; set; }

    /// <summary>Whether a question about it is queued or under way.</summary>
    public bool IsAsked { get; set; }

    public bool HasEnded => Phase is { } phase && phase.IsEnd();

    /// <summary>Whether it ended as its plan says. One that was deleted may have been quicker.</summary>
    public bool EndedAsPlanned => DeletedAfter is not null
        ? Phase is TaskPhase.Aborted or TaskPhase.Succeeded
        : Phase == (Fails ? TaskPhase.Failed : TaskPhase.Succeeded);
}
