using BackendPlugins.Cluster.Runner.Clients;
using Grpc.Core;

namespace BackendPlugins.Cluster.Runner.Checking.Invariants;

/// <summary>A call fails only with UNAVAILABLE or DEADLINE_EXCEEDED, and only around the time that something was down.</summary>
internal static class Failures
{
    public const string KnownStatus = "a call fails only with UNAVAILABLE or DEADLINE_EXCEEDED";
    public const string OnlyWhenDown = "no call fails while all is up";

    /// <summary>How long after it is healed a disturbance excuses: members have to be found dead, connections to be made again.</summary>
    public static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(20);

    public static IEnumerable<Violation> Check(Evidence evidence)
    {
        foreach (var answer in evidence.Answers.Where(answer => !answer.IsOk))
        {
            // A connection that breaks has many names.
            if (!answer.Broken && answer.Status is not (StatusCode.Unavailable or StatusCode.DeadlineExceeded))
            {
                yield return new Violation(KnownStatus, answer.Job, $"{answer.AnsweredAt:HH:mm:ss.fff} {answer}");
            }
            else if (!IsExcused(evidence, answer))
            {
                yield return new Violation(OnlyWhenDown, answer.Job, $"{answer.SentAt:HH:mm:ss.fff} {answer}");
            }
        }
    }

    // Only what was done to the gateway itself explains that a connection to it broke.
    private static bool IsExcused(Evidence evidence, Answer answer) => evidence.Disturbed.Any(disturbed =>
        disturbed.Excuses
        && (!answer.Broken || disturbed.Gateway == answer.Gateway)
        && answer.AnsweredAt >= disturbed.From
        && answer.SentAt <= disturbed.Until + Aftermath);
}
