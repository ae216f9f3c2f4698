namespace BackendPlugins.Cluster.Runner.Nemesis;

/// <summary>Something that was down, or was done, while the scenario ran.</summary>
/// <param name="From">From when.</param>
/// <param name="Until">Until it was healed.</param>
/// <param name="What">What, for people.</param>
/// <param name="Excuses">Whether calls may fail meanwhile: true for our processes, database and network, false for the service, on which no call waits.</param>
/// <param name="Gateway">The gateway that was disturbed; null for anything else.</param>
internal sealed record Disturbed(DateTimeOffset From, DateTimeOffset Until, string What, bool Excuses, string? Gateway = null);
