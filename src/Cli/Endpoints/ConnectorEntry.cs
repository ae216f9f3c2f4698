namespace BackendPlugins.Cli.Endpoints;

/// <summary>An agent or connector that an endpoint serves.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsSync">Whether it answers within the call; never in v2.</param>
/// <param name="Categories">What it runs.</param>
internal sealed record ConnectorEntry(string Name, bool IsSync, IReadOnlyList<TaskCategory> Categories);
