namespace BackendPlugins;

/// <summary>A link that Flyte's console shows beside the task.</summary>
/// <param name="Name">For example <c>BigQuery Console</c>.</param>
/// <param name="Uri">Absolute URI.</param>
public sealed record LogLink(string Name, string Uri);
