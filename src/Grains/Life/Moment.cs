namespace BackendPlugins.Grains.Life;

/// <summary>An instant or none, in a third of the room.</summary>
internal readonly struct Moment
{
    private readonly long _ticks;

    private Moment(long ticks) => _ticks = ticks;

    /// <summary>The instant in UTC; null for none.</summary>
    public DateTimeOffset? At => _ticks == 0 ? null : new DateTimeOffset(_ticks, TimeSpan.Zero);

    /// <summary>From an instant; the beginning of time counts as none.</summary>
    public static implicit operator Moment(DateTimeOffset? at) => new(at?.UtcTicks ?? 0);
}
