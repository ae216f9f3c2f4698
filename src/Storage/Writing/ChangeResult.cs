namespace BackendPlugins.Storage;

/// <summary>What a committed group did with one change.</summary>
internal enum ChangeOutcome
{
    /// <summary>Done and durable; <see cref="ChangeResult.Number"/> is the row's new version or the number of rows forgotten.</summary>
    Applied,

    /// <summary>Another writer was first; <see cref="ChangeResult.Number"/> is the stored version, 0 where the row is gone.</summary>
    Conflict,

    /// <summary>The database refuses this row whatever the others are; nothing of it was written.</summary>
    Rejected,
}

/// <summary>What became of one change.</summary>
internal readonly record struct ChangeResult(ChangeOutcome Outcome, long Number, Exception? Fault = null)
{
    /// <summary>Of a conflict whose winner could not be asked for.</summary>
    public const long UnknownVersion = -1;

    public static ChangeResult Applied(long number) => new(ChangeOutcome.Applied, number);

    public static ChangeResult Conflict(long storedVersion) => new(ChangeOutcome.Conflict, storedVersion);

    public static ChangeResult Rejected(Exception fault) => new(ChangeOutcome.Rejected, 0, fault);
}
