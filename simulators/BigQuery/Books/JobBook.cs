namespace BackendPlugins.Simulators.BigQuery.Books;

/// <summary>What the simulator knows of one job id, for a checker. Times are epoch milliseconds.</summary>
public sealed record JobBook
{
    /// <summary>The project in whose name the job ran.</summary>
    public required string ProjectId { get; init; }

    /// <summary>Where it ran, in the service's spelling.</summary>
    public required string Location { get; init; }

    /// <summary>The job's id.</summary>
    public required string JobId { get; init; }

    /// <summary>Every insert call that named this id: also those that met a fault, a quota, a refusal or a conflict.</summary>
    public required int InsertCalls { get; init; }

    /// <summary>How many times a job was really made under this id: 0 when every call was refused, never more than 1 unless it was deleted between.</summary>
    public required int Inserts { get; init; }

    /// <summary>Insert calls answered with 409 because the job existed.</summary>
    public required int Conflicts { get; init; }

    /// <summary>Calls of jobs.get, faulted ones included; counted since the process started.</summary>
    public required int Gets { get; init; }

    /// <summary>Calls of jobs.cancel; faulted ones are counted since the process started.</summary>
    public required int Cancels { get; init; }

    /// <summary>PENDING, RUNNING or DONE at the moment of asking; null when no job was made.</summary>
    public string? State { get; init; }

    /// <summary>Reason of the job's error; null while it runs and when it succeeded.</summary>
    public string? ErrorReason { get; init; }

    /// <summary>When the job was made; null when none was.</summary>
    public long? CreationTime { get; init; }

    /// <summary>When the job left PENDING.</summary>
    public long? StartTime { get; init; }

    /// <summary>When the job was done.</summary>
    public long? EndTime { get; init; }

    /// <summary>The job's labels; empty when none were sent.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The statement; null when no job was made.</summary>
    public string? Query { get; init; }
}

/// <summary>All books at one moment.</summary>
/// <param name="Calls">Calls received by method; insert and cancel calls that reached a job are counted across restarts, others since the process started.</param>
/// <param name="Jobs">One entry for each job id ever named in an insert, in the order they were first named. Statements of a script are not listed.</param>
public sealed record SimulatorBooks(IReadOnlyDictionary<string, long> Calls, IReadOnlyList<JobBook> Jobs)
{
    /// <summary>Access tokens handed out by the token endpoint and the metadata server since the process started.</summary>
    public long TokensIssued { get; init; }
}
