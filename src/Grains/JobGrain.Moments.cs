using BackendPlugins.Grains.Life;

namespace BackendPlugins.Grains;

/// <summary>When things last happened, and happen next.</summary>
internal sealed partial class JobGrain
{
    private Moment _openSubmit;
    private Moment _observed;
    private Moment _cancelSent;
    private Moment _missing;
    private Moment _nextTick;

    /// <summary>When the last submit whose answer was not seen was sent; it may start the job even now. Null for none.</summary>
    private DateTimeOffset? OpenSubmitAt
    {
        get => _openSubmit.At;
        set => _openSubmit = value;
    }

    /// <summary>When the service last gave evidence of the job; null before.</summary>
    private DateTimeOffset? ObservedAt
    {
        get => _observed.At;
        set => _observed = value;
    }

    /// <summary>When the last cancel was sent; null before.</summary>
    private DateTimeOffset? CancelSentAt
    {
        get => _cancelSent.At;
        set => _cancelSent = value;
    }

    /// <summary>Since when the service answers that it knows no such job; null while it knows it.</summary>
    private DateTimeOffset? MissingSince
    {
        get => _missing.At;
        set => _missing = value;
    }

    /// <summary>When the job is looked at next; null while nobody works on it.</summary>
    private DateTimeOffset? NextTickAt
    {
        get => _nextTick.At;
        set => _nextTick = value;
    }
}
