namespace BackendPlugins.Cluster.Runner.Checking.Invariants;

/// <summary>A create that was answered is kept: once, and until its end.</summary>
internal static class Acceptance
{
    public const string Kept = "an accepted job is kept";
    public const string OnlyOnce = "an attempt is one job";
    public const string SameMeta = "a repeated create answers the same job";
    public const string Ends = "every accepted job ends";
    public const string OneTruth = "grain and store agree";

    public static IEnumerable<Violation> Check(AttemptEvidence attempt)
    {
        if (attempt.IsAccepted && attempt.Stored.Count == 0)
        {
            yield return new Violation(Kept, attempt.Name, "a create was answered OK, and the store has no such job");
        }

        if (attempt.Stored.Count > 1)
        {
            yield return new Violation(OnlyOnce, attempt.Name, $"the store has {string.Join(" and ", attempt.Stored.Select(job => job.Key))}");
        }

        var metas = attempt.Creates.Where(create => create.IsOk).Select(create => create.Meta).Distinct().ToList();
        if (metas.Count > 1)
        {
            yield return new Violation(SameMeta, attempt.Name, string.Join(" and ", metas));
        }

        // Also a job whose create was not answered: if it is there, it is worked on.
        foreach (var job in attempt.Stored)
        {
            if (!job.IsEnded)
            {
                yield return new Violation(Ends, attempt.Name, $"it is still {job.Stage} and {job.Phase}");
            }

            if (job.Phase != job.GrainPhase)
            {
                yield return new Violation(OneTruth, attempt.Name, $"its row says {job.Phase}, its grain {job.GrainPhase}");
            }
        }
    }
}
