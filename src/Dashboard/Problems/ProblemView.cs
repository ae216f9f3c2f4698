using BackendPlugins.Dashboard.Frame;

namespace BackendPlugins.Dashboard.Problems;

/// <summary>What the problem page shows.</summary>
/// <param name="Frame">What surrounds it.</param>
/// <param name="Problem">The problem.</param>
public sealed record ProblemView(PageFrame Frame, Problem Problem);
