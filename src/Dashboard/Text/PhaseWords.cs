using BackendPlugins.Contracts;

namespace BackendPlugins.Dashboard.Text;

/// <summary>How a phase is shown: in words and a sign, so that nobody needs the colour.</summary>
/// <param name="Label">For people.</param>
/// <param name="Sign">One character; decoration.</param>
/// <param name="Style">Class of the stylesheet.</param>
internal sealed record PhaseWords(string Label, string Sign, string Style)
{
    /// <summary>The phases in the order in which pages show them.</summary>
    public static IReadOnlyList<JobPhase> Order { get; } = Enum.GetValues<JobPhase>();

    /// <summary>The words of a phase.</summary>
    /// <param name="phase">The phase; one that this version does not know shows its number.</param>
    public static PhaseWords Of(JobPhase phase) => phase switch
    {
        JobPhase.Initializing => new("Initializing", "○", "initializing"),
        JobPhase.Running => new("Running", "▶", "running"),
        JobPhase.Succeeded => new("Succeeded", "✓", "succeeded"),
        JobPhase.Aborted => new("Aborted", "■", "aborted"),
        JobPhase.Failed => new("Failed", "✗", "failed"),
        JobPhase.RetryableFailed => new("Failed, retryable", "↻", "retryable"),
        _ => new($"Phase {phase:D}", "?", "initializing"),
    };
}
