namespace BackendPlugins.Cluster.Runner.Checking.Invariants;

/// <summary>The service runs nothing, and the store keeps nothing, that no client created.</summary>
internal static class Strangers
{
    public const string AtService = "no job at the service without a create";
    public const string InStore = "no job in the store without a create";

    public static IEnumerable<Violation> Check(Evidence evidence, IReadOnlyList<AttemptEvidence> attempts)
    {
        var wanted = attempts.Where(attempt => attempt.MayBeAccepted).Select(attempt => attempt.Name).ToHashSet();
        foreach (var book in evidence.Books.Where(book => book.Query is not null))
        {
            var name = AttemptEvidence.NameIn(book.Query!);
            if (!wanted.Contains(name))
            {
                yield return new Violation(AtService, name, $"{book.JobId} was made, and no client asked for it");
            }
        }

        foreach (var job in evidence.Stored.Where(job => !wanted.Contains(job.Name)))
        {
            yield return new Violation(InStore, job.Name, $"{job.Key} is there, and no client asked for it");
        }
    }
}
