namespace BackendPlugins.Dashboard.Frame;

/// <summary>Who looks at the pages.</summary>
/// <param name="Name">The name, for the audit.</param>
public sealed record Person(string Name);
