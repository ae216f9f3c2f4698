using BackendPlugins.Cli.Load.Measuring;
using BackendPlugins.Cli.Load.Planning;

namespace BackendPlugins.Cli.Load.Reporting;

/// <summary>What a run measured.</summary>
/// <param name="Plan">What it did.</param>
/// <param name="Endpoint">Against what.</param>
/// <param name="Protocol">In which protocol.</param>
/// <param name="Began">When.</param>
/// <param name="Took">How long.</param>
/// <param name="Samples">Once a second.</param>
/// <param name="Create">Creates.</param>
/// <param name="Get">Questions.</param>
/// <param name="Delete">Deletes.</param>
/// <param name="Detection">From a job's end at the service to the answer that told it, in seconds and in order.</param>
/// <param name="Running">From the answer to a create to the first that told RUNNING, in seconds and in order.</param>
/// <param name="Jobs">Where the jobs stood at the end.</param>
/// <param name="Wrong">Jobs that ended otherwise than planned; null where that is not known beforehand.</param>
/// <param name="Twice">Repeated creates with two answers, and jobs that were submitted twice as far as books tell.</param>
/// <param name="Upstream">Calls to the service; null where nobody tells.</param>
/// <param name="Quota">Calls a second that the service allows; null where nobody says.</param>
internal sealed record LoadResult(
    LoadPlan Plan,
    Uri Endpoint,
    string Protocol,
    DateTimeOffset Began,
    TimeSpan Took,
    IReadOnlyCollection<LoadSample> Samples,
    CallSummary Create,
    CallSummary Get,
    CallSummary Delete,
    IReadOnlyList<double> Detection,
    IReadOnlyList<double> Running,
    JobCounts Jobs,
    int? Wrong,
    int Twice,
    long? Upstream,
    double? Quota)
{
    /// <summary>Calls by name.</summary>
    public IEnumerable<(string Name, CallSummary Calls)> Calls => [("create", Create), ("get", Get), ("delete", Delete)];

    /// <summary>Seconds that calls were counted in.</summary>
    public double CountedSeconds => Math.Max(0.001, (Took - Plan.WarmUp).TotalSeconds);

    /// <summary>Jobs that were never seen to end.</summary>
    public int Lost => Plan.Jobs - Jobs.Ended;
}
