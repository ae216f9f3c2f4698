namespace BackendPlugins.Simulators.BigQuery.Jobs;

/// <summary>A job at one moment. Times are epoch milliseconds.</summary>
/// <param name="State">PENDING, RUNNING or DONE.</param>
/// <param name="StartTime">Set once the job has left PENDING, also when it went straight to DONE.</param>
/// <param name="EndTime">Set when DONE.</param>
/// <param name="Error">Why the job ended without success; null while it runs and when it succeeded.</param>
/// <param name="Progress">Share of the planned running time that has passed, 0 to 1.</param>
internal readonly record struct JobMoment(string State, long? StartTime, long? EndTime, JobProblem? Error, double Progress)
{
    public const string Pending = "PENDING";
    public const string Running = "RUNNING";
    public const string Done = "DONE";

    public bool IsDone => State == Done;
}

/// <summary>An entry of <c>status.errors</c>.</summary>
internal sealed record JobProblem(string Reason, string Message, string? Location = null);
