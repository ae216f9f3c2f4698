using BackendPlugins.Cluster.Runner.Checking.Invariants;

namespace BackendPlugins.Cluster.Runner.Checking;

/// <summary>Holds what clients were told and what the service did against what was promised.</summary>
internal static class Checker
{
    private static readonly Func<AttemptEvidence, IEnumerable<Violation>>[] OfAttempts =
    [
        Acceptance.Check, Submission.Check, Ends.Check, Stops.Check, Histories.Check,
    ];

    /// <summary>Every violation.</summary>
    public static IReadOnlyList<Violation> Check(Evidence evidence)
    {
        var attempts = AttemptEvidence.Of(evidence);
        return
        [
            .. attempts.SelectMany(attempt => OfAttempts.SelectMany(check => check(attempt))),
            .. Strangers.Check(evidence, attempts),
            .. Failures.Check(evidence),
        ];
    }
}
