using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BackendPlugins.BigQuery;

/// <summary>Runs Flyte's BigQuery tasks: each is one query job, under an id that comes from the task.</summary>
internal sealed partial class BigQueryPlugin(
    BigQueryClient client, Callers callers, LiveJobs liveJobs, JobLister lister, ICallBudgets budgets, CallQuotas quotas, ResultTables tables, IOptions<BigQueryOptions> options, ILogger<BigQueryPlugin> logger) : IBackendPlugin, IListsJobs, IPacesSubmits
{
    // The service takes 1,024; consoles and logs show less.
    private const int LongestJobId = 200;

    /// <inheritdoc/>
    public PluginDescription Description { get; } = new("BigQuery", "Bigquery Connector", [new TaskCategory("bigquery_query_job_task")]);

    /// <inheritdoc/>
    public ExternalJob Plan(TaskRequest task, JobName name)
    {
        var job = QueryJob.Of(task, options.Value);
        return new JobAddress(job.Project, job.Location, name.Format(LongestJobId)).ToExternalJob();
    }

    /// <inheritdoc/>
    public async Task<JobEvidence> SubmitAsync(PluginJob job, CancellationToken cancellationToken)
    {
        try
        {
            return await InsertAsync(callers.Of(job), job, cancellationToken);
        }
        catch (CredentialRefusedException refused)
        {
            return new JobRefused(new JobError(CredentialRefusedException.Code, refused.Message));
        }
    }

    /// <inheritdoc/>
    public Task<JobEvidence> LookUpAsync(PluginJob job, CancellationToken cancellationToken) =>
        AskAsync(job, BigQueryMethod.Get, (caller, address, token) => client.GetAsync(caller, address, job.Priority, token), cancellationToken);

    /// <inheritdoc/>
    public Task<JobEvidence> CancelAsync(PluginJob job, CancellationToken cancellationToken) =>
        AskAsync(job, BigQueryMethod.Cancel, CancelAndLookAsync, cancellationToken);

    /// <inheritdoc/>
    public TaskRequest Confirmed(TaskRequest task) => ConfirmedTask.Of(task);

    /// <inheritdoc/>
    public ExternalJob? Adopt(ReadOnlyMemory<byte> resourceMeta) => ConnectorMeta.Read(resourceMeta);

    private async Task<ServiceReply> CancelAndLookAsync(Caller caller, JobAddress job, CancellationToken cancellationToken)
    {
        var reply = await client.CancelAsync(caller, job, cancellationToken);
        return reply is DoneReply ? await client.GetAsync(caller, job, CallPriority.Look, cancellationToken) : reply;
    }

    private async Task<JobEvidence> InsertAsync(Caller caller, PluginJob job, CancellationToken cancellationToken)
    {
        var address = JobAddress.Of(job.External);
        var body = QueryJob.Of(job.Task, options.Value).ToBody(address);
        var reply = await client.InsertAsync(caller, address.Project, body, cancellationToken);
        if (reply is not ErrorReply error)
        {
            return await ReadAsync(caller, job, reply, BigQueryMethod.Insert, cancellationToken);
        }

        return ErrorReasons.VerdictOf(error) switch
        {
            CallVerdict.Refused or CallVerdict.Missing => Refuse(job, error),
            CallVerdict.Exists or CallVerdict.FailedInside => await AdoptAsync(job, error, cancellationToken),
            CallVerdict.Throttled or CallVerdict.QuotaSpent => throw Unavailable(error, outcomeUnknown: false),
            _ => throw Unavailable(error, outcomeUnknown: true),
        };
    }

    /// <summary>
    /// Asks about one job. Without its location the service finds it in US and EU alone, so a job that it does not know is
    /// looked for among the live ones: a job whose insert answer was lost must not be taken for one that never started.
    /// </summary>
    private async Task<JobEvidence> AskAsync(
        PluginJob job, BigQueryMethod method, Func<Caller, JobAddress, CancellationToken, Task<ServiceReply>> ask, CancellationToken cancellationToken)
    {
        try
        {
            var caller = callers.Of(job);
            var address = JobAddress.Of(job.External);
            var evidence = await ReadAsync(caller, job, await ask(caller, address, cancellationToken), method, cancellationToken);
            return evidence is JobMissing && address.Location is null
                && await liveJobs.LocationOfAsync(caller, address, cancellationToken) is { } location
                ? await ReadAsync(caller, job, await ask(caller, address with { Location = location }, cancellationToken), method, cancellationToken)
                : evidence;
        }
        catch (CredentialRefusedException refused)
        {
            // Says nothing of the job, which runs on; the secret may be mended.
            throw new ServiceUnavailableException(refused.Message, refused) { OutcomeUnknown = false };
        }
    }

    /// <summary>Looks at the job that an insert has told of.</summary>
    private async Task<JobEvidence> AdoptAsync(PluginJob job, ErrorReply told, CancellationToken cancellationToken)
    {
        var address = JobAddress.Of(job.External);
        address = address with { Location = address.Location ?? JobLocation.FromConflict(told.Words, address.JobId) };
        var seen = await LookUpExistingAsync(job with { External = address.ToExternalJob() }, cancellationToken);
        if (seen is not JobMissing missing)
        {
            LogAdopted(address.JobId, told.Reason);
            return seen;
        }

        return ErrorReasons.VerdictOf(told) is CallVerdict.FailedInside
            ? Refuse(job, told)
            // jobs.get can lag behind the conflict that jobs.insert reports.
            : throw new ServiceUnavailableException($"jobs.insert says that job {address.JobId} exists, jobs.get does not know it: {missing.Detail}");
    }

    private async Task<JobEvidence> LookUpExistingAsync(PluginJob job, CancellationToken cancellationToken)
    {
        try
        {
            return await LookUpAsync(job, cancellationToken);
        }
        catch (ServiceUnavailableException silence) when (!silence.OutcomeUnknown)
        {
            // The look-up had no effect, but the submit that it belongs to met a job.
            throw new ServiceUnavailableException(silence.Message, silence) { RetryAfter = silence.RetryAfter };
        }
    }

    private async Task<JobEvidence> ReadAsync(
        Caller caller, PluginJob job, ServiceReply reply, BigQueryMethod method, CancellationToken cancellationToken) => reply switch
        {
            JobReply found => JobReading.Read(job, found.Job, method, await tables.FindAsync(caller, job, found.Job, cancellationToken)),
            ErrorReply error when ErrorReasons.VerdictOf(error) is CallVerdict.Missing => new JobMissing(error.Words),
            // Whatever else went wrong says nothing of the job itself.
            ErrorReply error => throw Unavailable(error, outcomeUnknown: ErrorReasons.VerdictOf(error) is not CallVerdict.Throttled),
            _ => throw new ArgumentOutOfRangeException(nameof(reply), reply, null),
        };

    private static JobRefused Refuse(PluginJob job, ErrorReply error)
    {
        var reason = ErrorReasons.Of(error.Reason);
        var message = ServiceWords.Describe(
            error.Words, error.Reason!, error.Location, job.Task, JobAddress.ConsoleOf(JobAddress.Of(job.External).Project));
        return new JobRefused(new JobError(error.Reason!, message, reason.Origin, reason.Retryable));
    }

    private static ServiceUnavailableException Unavailable(ErrorReply error, bool outcomeUnknown) =>
        new(error.ToString()) { RetryAfter = error.RetryAfter, OutcomeUnknown = outcomeUnknown };
}
