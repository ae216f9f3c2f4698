namespace BackendPlugins;

/// <summary>Flyte's name and version of a kind of task, for example <c>bigquery_query_job_task</c> version 0.</summary>
/// <param name="Name">The task type as written in the task template. Never empty.</param>
/// <param name="Version">The task type version. Propeller v1 keeps one version per type, so plugins advertise 0.</param>
public sealed record TaskCategory(string Name, int Version = 0)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} version {Version}";
}
