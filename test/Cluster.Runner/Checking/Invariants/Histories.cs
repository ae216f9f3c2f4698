namespace BackendPlugins.Cluster.Runner.Checking.Invariants;

/// <summary>A stored history only goes forward, and ends once.</summary>
internal static class Histories
{
    public const string Forward = "a history goes forward";

    private static readonly string[] Stages = ["ACCEPTED", "SUBMITTING", "TRACKED", "ENDED"];

    public static IEnumerable<Violation> Check(AttemptEvidence attempt)
    {
        foreach (var job in attempt.Stored)
        {
            var stages = job.History.Select(edge => Array.IndexOf(Stages, edge.Stage)).ToList();
            var back = stages.Zip(stages.Skip(1)).Any(pair => pair.Second < pair.First);
            var ends = job.History.Count(edge => edge.Stage == "ENDED");
            if (back || ends > 1 || (job.IsEnded && ends == 0))
            {
                yield return new Violation(Forward, attempt.Name, string.Join(" -> ", job.History.Select(edge => $"{edge.Stage} {edge.Phase}")));
            }
        }
    }
}
