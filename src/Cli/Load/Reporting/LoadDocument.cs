namespace BackendPlugins.Cli.Load.Reporting;

/// <summary>A run, as <c>--output json</c> writes it. Durations in seconds; names are a promise to scripts.</summary>
/// <param name="Execution">The workflow execution of its jobs.</param>
/// <param name="Plan">What it did.</param>
/// <param name="Protocol">In which protocol.</param>
/// <param name="Figures">What it measured; a figure that it did not yield is null.</param>
/// <param name="Errors">Failed calls by method and status.</param>
/// <param name="Failures">What was not as it should be.</param>
internal sealed record LoadDocument(
    string Execution,
    string Plan,
    string Protocol,
    IReadOnlyDictionary<string, double?> Figures,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> Errors,
    IReadOnlyList<string> Failures);
