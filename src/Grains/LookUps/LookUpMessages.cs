namespace BackendPlugins.Grains.LookUps;

/// <summary>The due asks of one silo.</summary>
/// <param name="Plugin">Name of the plugin that lists.</param>
/// <param name="Lane">With whom they share pages.</param>
/// <param name="Threshold">Fewer are not worth a list.</param>
/// <param name="Asks">The jobs.</param>
[GenerateSerializer, Alias("bp.LookUpQuestion"), Immutable]
internal sealed record LookUpQuestion(
    [property: Id(0)] string Plugin,
    [property: Id(1)] LookUpLane Lane,
    [property: Id(2)] int Threshold,
    [property: Id(3)] IReadOnlyList<LookUpAsk> Asks);

/// <summary>A job that is asked for.</summary>
/// <param name="Handle">The job within its group.</param>
/// <param name="CreatedAt">When the service says that it was created; null where it has not told.</param>
[GenerateSerializer, Alias("bp.LookUpAsk"), Immutable]
internal readonly record struct LookUpAsk([property: Id(0)] string Handle, [property: Id(1)] DateTimeOffset? CreatedAt);

/// <summary>The entries that a list had. Whoever is missing is asked for by itself.</summary>
/// <param name="Entries">Entries by handle.</param>
[GenerateSerializer, Alias("bp.LookUpAnswer"), Immutable]
internal sealed record LookUpAnswer([property: Id(0)] IReadOnlyDictionary<string, byte[]> Entries)
{
    public static LookUpAnswer Nothing { get; } = new(new Dictionary<string, byte[]>());
}

/// <summary>Who shares pages. Lists of young jobs are short and read often; thousands of old ones must not delay them.</summary>
[GenerateSerializer, Alias("bp.LookUpLane")]
internal enum LookUpLane
{
    /// <summary>Jobs that somebody waits for: young, being cancelled, or just found again.</summary>
    Young = 0,

    /// <summary>All others.</summary>
    Old = 1,
}
