using BackendPlugins.Cluster.Runner.Parties;

namespace BackendPlugins.Cluster.Runner.Checking.Invariants;

/// <summary>What was promised to be stopped is stopped, and nothing else is.</summary>
internal static class Stops
{
    public const string AfterDelete = "no job runs on after Delete";
    public const string Superseded = "a superseded attempt is stopped";
    public const string NotStarted = "no job is started long after Delete";
    public const string Unasked = "no job is stopped that nobody asked to stop";

    public static IEnumerable<Violation> Check(AttemptEvidence attempt)
    {
        foreach (var book in attempt.Books.Where(book => book.Inserts > 0))
        {
            if (book.State != "DONE" && attempt.PromisedDelete is { } delete)
            {
                yield return new Violation(AfterDelete, attempt.Name, $"Delete was answered at {delete.AnsweredAt:HH:mm:ss.fff}, and {book.JobId} is {book.State}");
            }

            if (book.State != "DONE" && attempt.HasAcceptedSuccessor)
            {
                yield return new Violation(Superseded, attempt.Name, $"a later attempt was accepted, and {book.JobId} is {book.State}");
            }

            if (attempt.PromisedDelete is { } promise && book.CreationTime is { } created
                && DateTimeOffset.FromUnixTimeMilliseconds(created) - promise.AnsweredAt is var late && late > SiloSettings.SettleTime)
            {
                yield return new Violation(NotStarted, attempt.Name, $"{book.JobId} was started {late.TotalSeconds:0.0} s after Delete was answered");
            }

            if (book.ErrorReason == "stopped" && !attempt.WasToStop)
            {
                yield return new Violation(Unasked, attempt.Name, $"{book.JobId} was cancelled");
            }
        }
    }
}
