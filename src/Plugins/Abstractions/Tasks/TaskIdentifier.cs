namespace BackendPlugins;

/// <summary>Flyte's identifier of a registered task. Every part may be empty where the caller sent none.</summary>
/// <param name="Project">Flyte project.</param>
/// <param name="Domain">Flyte domain, for example <c>production</c>.</param>
/// <param name="Name">Task name, usually the dotted path of the function.</param>
/// <param name="Version">Registered version.</param>
/// <param name="Org">Organisation; empty in single-tenant installations.</param>
public sealed record TaskIdentifier(string Project, string Domain, string Name, string Version, string Org = "")
{
    /// <summary>The identifier of a template that carries none.</summary>
    public static TaskIdentifier None { get; } = new("", "", "", "");
}
