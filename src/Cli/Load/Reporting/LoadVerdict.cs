namespace BackendPlugins.Cli.Load.Reporting;

/// <summary>Whether a run was good.</summary>
internal static class LoadVerdict
{
    /// <summary>What was not; empty for a good run. No run is good that lost a job, ran one twice or told a wrong end.</summary>
    public static IReadOnlyList<string> Of(LoadResult result, IReadOnlyList<Figure> figures, IEnumerable<Threshold> thresholds)
    {
        var failures = new List<string>();
        if (result.Lost > 0)
        {
            failures.Add($"{result.Lost} of {result.Plan.Jobs} jobs were not seen to end");
        }

        if (result.Twice > 0)
        {
            failures.Add($"{result.Twice} jobs were made twice");
        }

        if (result.Wrong > 0)
        {
            failures.Add($"{result.Wrong} jobs ended otherwise than their script says");
        }

        failures.AddRange(thresholds.Select(threshold => threshold.Check(figures)).OfType<string>());
        return failures;
    }
}
