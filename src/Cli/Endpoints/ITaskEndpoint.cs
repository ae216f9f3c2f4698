namespace BackendPlugins.Cli.Endpoints;

/// <summary>
/// An endpoint that runs Flyte's tasks, whichever protocol it speaks. Every call ends by the timeout that the endpoint was
/// opened with; failures are <see cref="Grpc.Core.RpcException"/>.
/// </summary>
internal interface ITaskEndpoint : IDisposable
{
    /// <summary>The protocol that is spoken.</summary>
    WireProtocol Protocol { get; }

    /// <summary>Creates a job and answers its resource meta.</summary>
    Task<ReadOnlyMemory<byte>> CreateAsync(TaskRequest request, CancellationToken cancellationToken);

    /// <summary>Asks how a job is.</summary>
    Task<TaskReport> GetAsync(JobReference job, CancellationToken cancellationToken);

    /// <summary>Asks how a job is, and reads no more than its phase and its end.</summary>
    Task<TaskNews> NewsAsync(JobReference job, CancellationToken cancellationToken);

    /// <summary>Cancels a job.</summary>
    Task DeleteAsync(JobReference job, CancellationToken cancellationToken);

    /// <summary>Reads a page of a job's log.</summary>
    /// <param name="job">The job.</param>
    /// <param name="lines">How many lines; 0 leaves it to the endpoint.</param>
    /// <param name="token">Where the page before ended; empty for the first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<LogPage> LogsAsync(JobReference job, int lines, string token, CancellationToken cancellationToken);

    /// <summary>Reads a job's metrics.</summary>
    Task<IReadOnlyList<ReportedMetric>> MetricsAsync(JobReference job, MetricQuery query, CancellationToken cancellationToken);

    /// <summary>Lists what the endpoint serves.</summary>
    Task<IReadOnlyList<ConnectorEntry>> ConnectorsAsync(CancellationToken cancellationToken);
}
