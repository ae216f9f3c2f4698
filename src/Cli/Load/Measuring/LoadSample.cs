namespace BackendPlugins.Cli.Load.Measuring;

/// <summary>How a run stood at a moment, and what happened in the second or so before.</summary>
/// <param name="At">Seconds from the start.</param>
/// <param name="Seconds">Seconds since the sample before.</param>
/// <param name="Create">Creates.</param>
/// <param name="Get">Questions.</param>
/// <param name="Delete">Deletes.</param>
/// <param name="Jobs">Jobs by where they stand.</param>
/// <param name="Upstream">Calls a second that the backend made to the service; null where nobody tells.</param>
internal sealed record LoadSample(
    double At, double Seconds, CallWindow Create, CallWindow Get, CallWindow Delete, JobCounts Jobs, double? Upstream);

/// <summary>Jobs by where they stand.</summary>
/// <param name="Initializing">Accepted, not yet running.</param>
/// <param name="Running">Running.</param>
/// <param name="Succeeded">Ended well.</param>
/// <param name="Failed">Failed, for good or not.</param>
/// <param name="Aborted">Aborted.</param>
internal sealed record JobCounts(int Initializing, int Running, int Succeeded, int Failed, int Aborted)
{
    public int Ended => Succeeded + Failed + Aborted;

    public int Created => Initializing + Running + Ended;
}
