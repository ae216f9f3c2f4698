using System.Globalization;
using BackendPlugins.Simulators.BigQuery.Books;
using BackendPlugins.Simulators.BigQuery.Jobs;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>jobs.query and jobs.getQueryResults: both wait a while for the job and then show its rows or how it failed.</summary>
internal sealed class QueriesApi(BigQuerySimulatorOptions options, JobLedger ledger, JobAdmission admission, JobsApi jobs, JobWait wait)
{
    private const int CancelledCode = 499;
    private static readonly long RequestIdLifeMs = (long)TimeSpan.FromMinutes(15).TotalMilliseconds;

    public async Task<ApiAnswer> QueryAsync(string projectId, QueryRequest request, CancellationToken cancellationToken)
    {
        var (asked, job) = Earlier(projectId, request);
        if (job is null)
        {
            var admitted = admission.Admit(projectId, asked, default, ApiMethods.Query);
            if (admitted.Refusal is { } refusal)
            {
                // Two calls of one request id can meet here; the slower one takes what the quicker one made.
                job = request.RequestId is not null && refusal.Reason == ErrorReasons.Duplicate ? Earlier(projectId, request).Job : null;
                if (job is null)
                {
                    return refusal.ToAnswer();
                }
            }
            else if (admitted.Job is null)
            {
                return ApiAnswer.Json(StatusCodes.Status200OK, writer => QueryJson.WriteDryRun(writer, admitted));
            }
            else
            {
                job = admitted.Job;
            }
        }

        var moment = await wait.ForEndAsync(job, request.TimeoutMs, cancellationToken);
        return moment.Error is { } error
            ? Failed(error)
            : ApiAnswer.Json(StatusCodes.Status200OK, writer =>
                QueryJson.WriteResponse(writer, job, moment, new(0, request.MaxResults, request.Timestamps), options.ResultPageLimit, request.IsJobOptional));
    }

    public async Task<ApiAnswer> GetResultsAsync(string projectId, string jobId, IQueryCollection query, CancellationToken cancellationToken)
    {
        var (location, page, timeoutMs) = (QueryValues.Text(query, "location"), RowPage.Read(query), QueryValues.Count(query, "timeoutMs"));
        if (jobs.Visible(projectId, location, jobId) is not { } job)
        {
            return JobsApi.NotFound(projectId, jobId, location);
        }

        if (!job.Configuration.IsQuery)
        {
            return ApiError.Invalid($"Job {job.Key} is no query and has no results.").ToAnswer();
        }

        var moment = await wait.ForEndAsync(job, timeoutMs, cancellationToken);
        return moment.Error is { } error
            ? Failed(error)
            : ApiAnswer.Json(StatusCodes.Status200OK, writer => QueryJson.WriteResults(writer, job, moment, page, options.ResultPageLimit));
    }

    /// <summary>
    /// The job that an earlier call of the same request id made, and the request under the id that such a job has. The id follows from the
    /// request id, so a restart forgets nothing; after 15 minutes the next in line is taken.
    /// </summary>
    private (InsertRequest Asked, SimulatedJob? Job) Earlier(string projectId, QueryRequest request)
    {
        if (request.RequestId is not { } requestId || request.Job.Error is not null)
        {
            return (request.Job, null);
        }

        for (var generation = 0; ; generation++)
        {
            var jobId = $"job_{StableHash.Hex(string.Create(CultureInfo.InvariantCulture, $"request/{projectId}/{requestId}/{generation}"), 28)}";
            var job = ledger.FindAnywhere(projectId, jobId);
            if (job is null || ledger.Now < job.CreatedAt + RequestIdLifeMs)
            {
                return (request.As(jobId), job);
            }
        }
    }

    /// <summary>A job that failed shows here as a call that failed.</summary>
    private static ApiAnswer Failed(JobProblem problem)
    {
        var error = ApiError.Of(problem.Reason, problem.Message);
        return (problem.Reason == ErrorReasons.Stopped ? error with { Code = CancelledCode } : problem.Location is null ? error : error with { Location = problem.Location, LocationType = "other" }).ToAnswer();
    }
}
