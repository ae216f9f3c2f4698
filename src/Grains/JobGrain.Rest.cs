using BackendPlugins.Contracts;
using BackendPlugins.Grains.Rest;

namespace BackendPlugins.Grains;

/// <summary>
/// How a job rests between its steps. A hundred thousand wait at any moment and something happens to a few: whoever waits is kept
/// as packed bytes, and what only a step needs is kept as long as the step.
/// </summary>
internal sealed partial class JobGrain
{
    private Unrest? _unrest;

    private Unrest Unrest => _unrest ??= new Unrest();

    private UpstreamTrouble? Trouble
    {
        get => _unrest?.Trouble;
        set => Unrest.Trouble = value;
    }

    /// <inheritdoc cref="Unrest.OpenSubmitAt"/>
    private DateTimeOffset? OpenSubmitAt
    {
        get => _unrest?.OpenSubmitAt;
        set => Unrest.OpenSubmitAt = value;
    }

    /// <inheritdoc cref="Unrest.CancelSentAt"/>
    private DateTimeOffset? CancelSentAt
    {
        get => _unrest?.CancelSentAt;
        set => Unrest.CancelSentAt = value;
    }

    /// <inheritdoc cref="Unrest.MissingSince"/>
    private DateTimeOffset? MissingSince
    {
        get => _unrest?.MissingSince;
        set => Unrest.MissingSince = value;
    }

    private SecretBundle Secrets => _unrest?.Secrets ?? SecretBundle.None;

    /// <summary>When the service last gave evidence of the job; null before.</summary>
    private DateTimeOffset? ObservedAt => _unrest?.ObservedAt ?? _face?.ObservedAt;

    /// <summary>The newest record, for somebody who changes nothing; null for a key that nobody has created.</summary>
    private JobRecord? Known => _job ?? (_face as RestingJob)?.Unpack();

    /// <summary>The newest record, which is kept until the job may rest again; null for a key that nobody has created.</summary>
    private JobRecord? Wake()
    {
        if (_job is null && _face is RestingJob resting)
        {
            _job = resting.Unpack();
            (Unrest.Woken, Unrest.Rested) = (_job, resting);
        }

        return _job;
    }

    /// <summary>Lets the job rest where nothing keeps it from that.</summary>
    private void Rest()
    {
        if (_watched is null || _ticking || _wakeUp || _unsaved || _steppedDown || _unrest is { Holds: true } || _job is not { } job || !RestingJob.Fits(job))
        {
            return;
        }

        if (_face is AwakeJob { Snapshot: var told })
        {
            // What has not changed is not packed anew.
            Face(_unrest?.Rested is { } rested && ReferenceEquals(_unrest.Woken, job) ? rested.With(job, told) : RestingJob.Of(services.Samples, job, told));
        }

        _job = null;
        if (_unrest is { } unrest)
        {
            (unrest.Woken, unrest.Rested, unrest.ObservedAt) = (null, null, null);
            _unrest = unrest.IsOver ? null : unrest;
        }
    }
}
