using System.Collections.Frozen;
using BackendPlugins.Cluster.Runner.Clients;
using BackendPlugins.Simulators.BigQuery.Books;

namespace BackendPlugins.Cluster.Runner.Checking.Invariants;

/// <summary>An end that is told is the service's own, is told after it, and stays.</summary>
internal static class Ends
{
    public const string True = "an end is the service's own";
    public const string NotEarly = "no end is told before it came";
    public const string Stays = "an end stays";

    private const string Stopped = "stopped";

    /// <summary>What Flyte may try again, by the service's documentation; a list of our own, so that an error in the product's shows.</summary>
    private static readonly FrozenSet<string> Retryable = FrozenSet.ToFrozenSet(["backendError", "internalError", "rateLimitExceeded", "quotaExceeded"]);

    public static IEnumerable<Violation> Check(AttemptEvidence attempt)
    {
        foreach (var job in attempt.Stored.Where(job => job.IsEnded))
        {
            if (Contradiction(attempt, job.Phase, job.ErrorCode) is { } problem)
            {
                yield return new Violation(True, attempt.Name, $"the store says {job.Phase} {job.ErrorCode}, but {problem}");
            }
        }

        Answer? end = null;
        foreach (var get in attempt.Gets.Where(get => get.IsOk))
        {
            if (end is not null && (get.Phase, get.ErrorCode) != (end.Phase, end.ErrorCode))
            {
                yield return new Violation(
                    Stays, attempt.Name, $"{end.Phase} {end.ErrorCode} was told at {end.AnsweredAt:HH:mm:ss.fff}, {get.Phase} {get.ErrorCode} at {get.AnsweredAt:HH:mm:ss.fff}");
                yield break;
            }

            if (end is not null || !get.IsEnd)
            {
                continue;
            }

            end = get;
            if (Contradiction(attempt, Name(get), get.ErrorCode) is { } problem)
            {
                yield return new Violation(True, attempt.Name, $"a client was told {get.Phase} {get.ErrorCode}, but {problem}");
            }
            else if (attempt.Made is { EndTime: { } ended } && get.AnsweredAt.ToUnixTimeMilliseconds() + 1 < ended)
            {
                yield return new Violation(
                    NotEarly, attempt.Name, $"a client was told {get.Phase} {ended - get.AnsweredAt.ToUnixTimeMilliseconds()} ms before the service was done");
            }
        }
    }

    /// <summary>Why an end cannot be; null where it can.</summary>
    private static string? Contradiction(AttemptEvidence attempt, string phase, string errorCode)
    {
        if (attempt.Made is not { } book)
        {
            // Submission judges whether it was right that no job was made.
            return phase == "SUCCEEDED" ? "the service never made the job" : null;
        }

        if (book.State != "DONE")
        {
            return $"at the service it is {book.State}";
        }

        var expected = Expected(attempt, book);
        return expected == (phase, errorCode) ? null : $"at the service it ended {book.ErrorReason ?? "well"}{Asked(attempt, book)}";
    }

    private static (string Phase, string ErrorCode) Expected(AttemptEvidence attempt, JobBook book) => book.ErrorReason switch
    {
        null => ("SUCCEEDED", ""),
        Stopped when attempt.WasToStop => ("ABORTED", ""),
        { } reason => (Retryable.Contains(reason) ? "RETRYABLE_FAILED" : "FAILED", reason),
    };

    private static string Asked(AttemptEvidence attempt, JobBook book) =>
        book.ErrorReason == Stopped && !attempt.WasToStop ? " and no client had asked for it" : "";

    private static string Name(Answer get) => get.Phase switch
    {
        Flyte.V1.Core.TaskExecution.Types.Phase.RetryableFailed => "RETRYABLE_FAILED",
        { } phase => phase.ToString().ToUpperInvariant(),
        null => "",
    };
}
