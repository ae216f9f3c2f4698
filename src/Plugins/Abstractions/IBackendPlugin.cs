namespace BackendPlugins;

/// <summary>
/// Runs tasks of some categories at one external service. Stateless: everything about a job comes with the call.
/// Methods that talk to the service return what it said or throw <see cref="ServiceUnavailableException"/>; they do not
/// retry for longer than a moment, since the job's grain decides when to ask again.
/// </summary>
public interface IBackendPlugin
{
    /// <summary>What the plugin is and serves. Constant.</summary>
    PluginDescription Description { get; }

    /// <summary>
    /// Checks a task and says which external job it would become. No I/O; the same arguments give the same answer.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="name">What to build the external id from.</param>
    /// <returns>The external job, not started.</returns>
    /// <exception cref="TaskRefusedException">The task can never work; the message names the field and the fix.</exception>
    ExternalJob Plan(TaskRequest task, JobName name);

    /// <summary>Starts the job under its planned id. A job that already exists under that id is adopted, not an error.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Ends the wait; the outcome is then unknown.</param>
    /// <returns><see cref="JobSeen"/>, or <see cref="JobRefused"/> where the service definitely refused.</returns>
    /// <exception cref="ServiceUnavailableException">No evidence; the job may or may not exist.</exception>
    Task<JobEvidence> SubmitAsync(PluginJob job, CancellationToken cancellationToken);

    /// <summary>Asks the service for the job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see cref="JobSeen"/> or <see cref="JobMissing"/>.</returns>
    /// <exception cref="ServiceUnavailableException">No evidence.</exception>
    Task<JobEvidence> LookUpAsync(PluginJob job, CancellationToken cancellationToken);

    /// <summary>Asks the service to cancel the job. Safe to repeat. The end itself is seen by <see cref="LookUpAsync"/>.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What the service says of the job now: <see cref="JobSeen"/> or <see cref="JobMissing"/>.</returns>
    /// <exception cref="ServiceUnavailableException">No evidence that the request arrived.</exception>
    Task<JobEvidence> CancelAsync(PluginJob job, CancellationToken cancellationToken);

    /// <summary>
    /// What of a task the plugin still needs once the service has confirmed the job; the rest leaves memory and store. No I/O.
    /// </summary>
    /// <param name="task">The task as it was submitted, or as an earlier call left it.</param>
    /// <returns>The same task with less in it. Category, identifiers and declared outputs are kept by the host in any case.</returns>
    TaskRequest Confirmed(TaskRequest task) => task;

    /// <summary>
    /// Reads the <c>resource_meta</c> that another backend for the same tasks handed out, so that a job which it started is
    /// watched and cancelled here from now on. No I/O.
    /// </summary>
    /// <param name="resourceMeta">The bytes as Flyte sends them.</param>
    /// <returns>The job at the service; null where these bytes are not of a form that the plugin knows.</returns>
    ExternalJob? Adopt(ReadOnlyMemory<byte> resourceMeta) => null;
}
