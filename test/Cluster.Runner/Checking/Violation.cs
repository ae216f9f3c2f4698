namespace BackendPlugins.Cluster.Runner.Checking;

/// <summary>A broken promise.</summary>
/// <param name="Invariant">Which.</param>
/// <param name="Job">Whose; empty where it is about no job.</param>
/// <param name="Detail">What was seen.</param>
internal sealed record Violation(string Invariant, string Job, string Detail)
{
    public override string ToString() => $"{Invariant}: {(Job.Length > 0 ? Job + ": " : "")}{Detail}";
}
