namespace BackendPlugins;

/// <summary>Which calls share a quota. Shown to operators: nothing secret.</summary>
/// <param name="Plugin">The plugin's name.</param>
/// <param name="Credential">As whom they are made: <c>host</c>, or a hash that tells the credentials of tasks apart.</param>
/// <param name="Project">The service's project, workspace or account.</param>
/// <param name="Method">The service's method, for example <c>jobs.insert</c>.</param>
public sealed record BudgetKey(string Plugin, string Credential, string Project, string Method);
