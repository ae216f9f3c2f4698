using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BackendPlugins.BigQuery;

/// <summary>
/// Calls BigQuery's REST interface once per request: whoever asks decides about asking again. Returns what the service
/// answered; where it gave no answer that can be read, throws <see cref="ServiceUnavailableException"/>.
/// </summary>
internal sealed partial class BigQueryClient(
    IHttpClientFactory clients,
    ICallBudgets budgets,
    CallQuotas quotas,
    UpstreamTelemetry telemetry,
    IOptions<BigQueryOptions> options,
    TimeProvider time,
    ILogger<BigQueryClient> logger)
{
    /// <summary>The named client of <see cref="IHttpClientFactory"/>.</summary>
    public const string HttpClientName = "BackendPlugins.BigQuery";

    // Without them each poll would carry the query text and every step of its plan.
    private const string FieldsOfJob = "jobReference,status,configuration(dryRun,query/destinationTable),"
        + "statistics(creationTime,startTime,endTime,totalBytesProcessed,totalSlotMs,numChildJobs,reservation_id,scriptStatistics/evaluationKind,"
        + "query(statementType,cacheHit,totalBytesProcessed,totalBytesBilled,totalSlotMs,numDmlAffectedRows,"
        + "ddlOperationPerformed,ddlTargetTable,ddlDestinationTable,referencedTables,queryPlan(name,status),"
        + "timeline(elapsedMs,totalSlotMs,pendingUnits,completedUnits,activeUnits)))";

    private const string FieldsOfPage = $"jobs(state,errorResult,{FieldsOfJob}),nextPageToken,unreachable";

    /// <summary>Starts a job.</summary>
    public Task<ServiceReply> InsertAsync(Caller caller, string project, JsonObject job, CancellationToken cancellationToken) =>
        CallAsync(quotas.Of(caller, project, BigQueryMethod.Insert, CallPriority.Submit), caller, BigQueryMethod.Insert, HttpMethod.Post, $"projects/{Uri.EscapeDataString(project)}/jobs", job, cancellationToken);

    /// <summary>Asks for a job.</summary>
    public Task<ServiceReply> GetAsync(Caller caller, JobAddress job, CallPriority priority, CancellationToken cancellationToken) => CallAsync(
        quotas.Of(caller, job.Project, BigQueryMethod.Get, priority), caller, BigQueryMethod.Get, HttpMethod.Get, $"{PathOf(job)}?{LocationOf(job)}fields={FieldsOfJob}", null, cancellationToken);

    /// <summary>Asks for a job to be cancelled. The answer may say nothing of the job: <see cref="DoneReply"/>.</summary>
    public Task<ServiceReply> CancelAsync(Caller caller, JobAddress job, CancellationToken cancellationToken) => CallAsync(
        quotas.Of(caller, job.Project, BigQueryMethod.Cancel, CallPriority.Cancel), caller, BigQueryMethod.Cancel, HttpMethod.Post, $"{PathOf(job)}/cancel?{LocationOf(job)}".TrimEnd('?', '&'), null, cancellationToken);

    /// <summary>Asks for a page of the project's jobs that have not ended, in all locations.</summary>
    public Task<ServiceReply> ListLiveAsync(Caller caller, string project, string? pageToken, CancellationToken cancellationToken) => CallAsync(
        quotas.Of(caller, project, BigQueryMethod.List, CallPriority.Look),
        caller,
        BigQueryMethod.List,
        HttpMethod.Get,
        $"projects/{Uri.EscapeDataString(project)}/jobs?projection=minimal&stateFilter=pending&stateFilter=running&maxResults=1000"
            + $"&fields=jobs(jobReference),nextPageToken,unreachable{PageOf(pageToken)}",
        null,
        cancellationToken);

    /// <summary>Asks for a page of the project's jobs as jobs.get tells them, in all locations, newest first.</summary>
    public Task<ServiceReply> ListAsync(Caller caller, string project, JobWindow window, string? pageToken, CancellationToken cancellationToken) => CallAsync(
        quotas.Of(caller, project, BigQueryMethod.List, CallPriority.Poll),
        caller,
        BigQueryMethod.List,
        HttpMethod.Get,
        $"projects/{Uri.EscapeDataString(project)}/jobs?projection=full&{window.ToQuery()}maxResults=1000&fields={FieldsOfPage}{PageOf(pageToken)}",
        null,
        cancellationToken);

    /// <summary>Asks for a page of a script's statements, newest first.</summary>
    public Task<ServiceReply> ListChildrenAsync(Caller caller, JobAddress parent, string? pageToken, CancellationToken cancellationToken) => CallAsync(
        quotas.Of(caller, parent.Project, BigQueryMethod.List, CallPriority.Look),
        caller,
        BigQueryMethod.List,
        HttpMethod.Get,
        $"projects/{Uri.EscapeDataString(parent.Project)}/jobs?projection=full&parentJobId={Uri.EscapeDataString(parent.JobId)}&maxResults=1000"
            + $"&fields={FieldsOfPage}{PageOf(pageToken)}",
        null,
        cancellationToken);

    private static string PageOf(string? token) => token is null ? "" : $"&pageToken={Uri.EscapeDataString(token)}";

    private static string PathOf(JobAddress job) => $"projects/{Uri.EscapeDataString(job.Project)}/jobs/{Uri.EscapeDataString(job.JobId)}";

    private static string LocationOf(JobAddress job) => job.Location is null ? "" : $"location={Uri.EscapeDataString(job.Location)}&";

    private async Task<ServiceReply> CallAsync(
        BudgetedCall call, Caller caller, BigQueryMethod method, HttpMethod verb, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        using var permit = await EnterAsync(call, method, cancellationToken);
        using var activity = telemetry.Begin(method);
        using var timeout = new CancellationTokenSource(options.Value.CallTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var outcome = CallOutcome.Cancelled;
        var started = time.GetTimestamp();
        try
        {
            using var request = new HttpRequestMessage(verb, path) { Content = body is null ? null : ContentOf(body) };
            await caller.AuthorizeAsync(request.Headers, either.Token);
            using var response = await clients.CreateClient(HttpClientName).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var reply = (response.IsSuccessStatusCode, method) switch
            {
                (true, BigQueryMethod.List) => await ReadPageAsync(response.Content, either.Token),
                (true, _) => ReadAnswer(method, await response.Content.ReadAsByteArrayAsync(either.Token)),
                _ => Report(permit, method, ErrorReply.Read(
                    method, response.StatusCode, await response.Content.ReadAsByteArrayAsync(either.Token), MediaTypeOf(response), RetryAfterOf(response))),
            };
            outcome = OutcomeOf(reply);
            if (reply is not ErrorReply)
            {
                permit.Answered();
            }

            return reply;
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            outcome = CallOutcome.TimedOut;
            permit.Unreachable("no answer in time");
            throw new ServiceUnavailableException(
                FormattableString.Invariant($"{method.ServiceName()}: no answer within {options.Value.CallTimeout.TotalSeconds:0.#} s."), exception);
        }
        catch (HttpRequestException exception)
        {
            outcome = CallOutcome.Unreachable;
            permit.Unreachable(exception.Message);
            throw new ServiceUnavailableException($"{method.ServiceName()}: {exception.Message}", exception) { OutcomeUnknown = !NothingWasSent(exception) };
        }
        catch (Exception exception) when (exception is ServiceUnavailableException or CredentialRefusedException)
        {
            outcome = CallOutcome.Unusable;
            throw;
        }
        finally
        {
            var elapsed = time.GetElapsedTime(started);
            telemetry.Record(method, outcome, elapsed);
            activity?.SetTag("outcome", outcome);
            LogCall(method.ServiceName(), outcome, elapsed.TotalMilliseconds);
        }
    }

    private static ByteArrayContent ContentOf(JsonObject body)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, PluginJson.Options));
        content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json, "utf-8");
        return content;
    }

    /// <summary>Reads a page as it comes: a megabyte in one piece would be kept for long.</summary>
    private static async Task<ServiceReply> ReadPageAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(stream, JobResourceJson.Default.JobPage, cancellationToken) is { } page
                ? new JobPageReply(page)
                : throw new ServiceUnavailableException("jobs.list: the answer cannot be read as one of BigQuery's.");
        }
        catch (JsonException malformed)
        {
            throw new ServiceUnavailableException("jobs.list: the answer cannot be read as one of BigQuery's.", malformed);
        }
        catch (IOException broken)
        {
            throw new HttpRequestException(broken.Message, broken);
        }
    }

    private static ServiceReply ReadAnswer(BigQueryMethod method, byte[] content)
    {
        JsonException? malformed = null;
        try
        {
            if (method is BigQueryMethod.Cancel && content.Length == 0)
            {
                return new DoneReply();
            }

            var job = method is BigQueryMethod.Cancel
                ? JsonSerializer.Deserialize(content, JobResourceJson.Default.JobCancelResponse)?.Job
                : JsonSerializer.Deserialize(content, JobResourceJson.Default.JobResource);
            if (job is not null)
            {
                return new JobReply(job);
            }

            if (method is BigQueryMethod.Cancel)
            {
                return new DoneReply();
            }
        }
        catch (JsonException exception)
        {
            malformed = exception;
        }

        throw new ServiceUnavailableException($"{method.ServiceName()}: the answer cannot be read as one of BigQuery's.", malformed);
    }

    private async Task<ICallPermit> EnterAsync(BudgetedCall call, BigQueryMethod method, CancellationToken cancellationToken)
    {
        try
        {
            return await budgets.EnterAsync(call, cancellationToken);
        }
        catch (ServiceUnavailableException)
        {
            telemetry.RecordHeldBack(method);
            throw;
        }
    }

    private ErrorReply Report(ICallPermit permit, BigQueryMethod method, ErrorReply error)
    {
        TimeSpan? pause = null;
        switch ((ErrorReasons.VerdictOf(error), error.Status))
        {
            case (CallVerdict.Throttled or CallVerdict.QuotaSpent, _):
                pause = permit.Refused(error.RetryAfter);
                break;
            case (_, HttpStatusCode.ServiceUnavailable):
                pause = error.RetryAfter is { } asked ? permit.AskedToWait(asked) : permit.Busy();
                break;
            case (_, HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout) when error.Reason is null:
                permit.Unreachable($"HTTP {(int)error.Status} of a proxy");
                return error;
            default:
                permit.Answered();
                return error;
        }

        if (pause is { } wait)
        {
            LogPaused(method.ServiceName(), wait.TotalSeconds);
        }

        return error with { RetryAfter = pause };
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > time.GetUtcNow() ? date - time.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };

    private static string? MediaTypeOf(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType;

    private static string OutcomeOf(ServiceReply reply) => reply is not ErrorReply error
        ? CallOutcome.Ok
        : ErrorReasons.VerdictOf(error) is CallVerdict.Throttled ? CallOutcome.Throttled
        : (int)error.Status >= 500 ? CallOutcome.ServerError : CallOutcome.ClientError;

    /// <summary>Errors that come before the first byte of a request.</summary>
    private static bool NothingWasSent(HttpRequestException exception) => exception.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
        or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
}
