namespace BackendPlugins.Cluster.Runner.Checking.Invariants;

/// <summary>An accepted job becomes one job at the service: never two, and none only for a reason.</summary>
internal static class Submission
{
    public const string NotTwice = "no job is submitted twice";
    public const string NotLost = "an accepted job is submitted, or ends for a reason";

    public static IEnumerable<Violation> Check(AttemptEvidence attempt)
    {
        if (attempt.Inserts > 1)
        {
            yield return new Violation(
                NotTwice, attempt.Name, $"the service made {attempt.Inserts} jobs: {string.Join(", ", attempt.Books.Select(book => $"{book.JobId} {book.Inserts} times"))}");
        }

        if (!attempt.IsAccepted || attempt.Inserts > 0)
        {
            yield break;
        }

        foreach (var job in attempt.Stored.Where(job => job.IsEnded))
        {
            var reason = job.Phase switch
            {
                "ABORTED" => attempt.WasToStop,
                "FAILED" or "RETRYABLE_FAILED" => attempt.Script.Refused is { } refusal && refusal == job.ErrorCode && attempt.Books.Any(book => book.InsertCalls > 0),
                _ => false,
            };
            if (!reason)
            {
                yield return new Violation(
                    NotLost, attempt.Name, $"it ended {job.Phase} {job.ErrorCode} although the service made no job and nobody asked for it to be stopped");
            }
        }
    }
}
