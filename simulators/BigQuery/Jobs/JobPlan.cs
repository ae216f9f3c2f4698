namespace BackendPlugins.Simulators.BigQuery.Jobs;

/// <summary>Everything that will happen to a job, fixed when it is inserted; its state at any moment follows from this and the clock.</summary>
internal sealed record JobPlan
{
    public long PendingMs { get; init; }

    public long DurationMs { get; init; }

    public string? FailReason { get; init; }

    public string? FailMessage { get; init; }

    public string? FailLocation { get; init; }

    public long Bytes { get; init; }

    public long SlotMs { get; init; }

    /// <summary>Entries of <c>status.errors</c> that stop nothing.</summary>
    public int Warnings { get; init; }

    public bool CacheHit { get; init; }

    public string StatementType { get; init; } = StatementTypes.Select;

    /// <summary>Statements of a script, each a child job.</summary>
    public int Children { get; init; }

    public long DmlRows { get; init; }

    /// <summary>Rows of the result; null leaves it to the query.</summary>
    public long? ResultRows { get; init; }

    /// <summary>Columns of the result as <see cref="Rows.ColumnText"/> reads them; null leaves them to the query.</summary>
    public string? Columns { get; init; }

    /// <summary>Stages of the query plan.</summary>
    public int Stages { get; init; } = 2;

    public long CancelDelayMs { get; init; }

    /// <summary>Cancel is best effort; such a job runs on to its end.</summary>
    public bool IgnoresCancel { get; init; }

    /// <summary>From the insert on, jobs.get answers 404 this long.</summary>
    public long GetLagMs { get; init; }

    /// <summary><c>configuration.jobTimeoutMs</c>; null when not sent.</summary>
    public long? TimeoutMs { get; init; }
}
