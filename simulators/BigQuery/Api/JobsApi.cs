using System.Text.Json;
using BackendPlugins.Simulators.BigQuery.Books;
using BackendPlugins.Simulators.BigQuery.Jobs;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>The jobs resource's methods, from parsed call to finished answer; nothing here waits.</summary>
internal sealed class JobsApi(BigQuerySimulatorOptions options, JobLedger ledger, JobPlanner planner, JobJson json)
{
    /// <summary>jobs.insert. An order given for this call changes when the job appears or can be got.</summary>
    public ApiAnswer Insert(string projectId, InsertRequest request, InsertOrder order)
    {
        if (request.Error is { } malformed)
        {
            return Refuse(projectId, request, malformed);
        }

        var configuration = ConfigurationRules.ToConfiguration(request.Document!);
        JobScript script;
        try
        {
            script = JobScript.Read(configuration.Query, configuration.Labels);
        }
        catch (FormatException failure)
        {
            return Refuse(projectId, request, ApiError.Invalid(failure.Message));
        }

        if ((script.InsertError ?? (configuration.DryRun ? script.Fail : null)) is { } reason)
        {
            return Refuse(projectId, request, ApiError.Of(reason, script.Message));
        }

        var key = new JobKey(projectId, request.Location, request.JobId ?? ledger.MintJobId());
        var plan = planner.Plan(key, configuration, script);
        configuration = configuration with { Document = InsertRequest.Complete(request.Document!, key, plan.StatementType) };
        if (configuration.DryRun)
        {
            NoteRefused(projectId, request);
            return ApiAnswer.Json(StatusCodes.Status200OK, writer => JobJson.WriteDryRun(writer, key, configuration, plan, ledger.Now));
        }

        if (order.GetLag is { } lag)
        {
            plan = plan with { GetLagMs = Math.Max(plan.GetLagMs, (long)lag.TotalMilliseconds) };
        }

        if (order.CommitAfter is { } delay)
        {
            ledger.InsertLate(key, configuration, plan, delay);
            return ApiError.Of(ErrorReasons.BackendError).ToAnswer();
        }

        var (job, created) = ledger.Insert(key, configuration, plan);
        return created
            ? Job(job)
            : ApiError.Of(ErrorReasons.Duplicate, $"Already Exists: Job {key}").ToAnswer();
    }

    public ApiAnswer Get(string projectId, string jobId, string? location)
    {
        var job = ledger.Find(projectId, location, jobId);
        return job is null || ledger.Now < job.CreatedAt + job.Plan.GetLagMs ? NotFound(projectId, jobId, location) : Job(job);
    }

    public ApiAnswer Cancel(string projectId, string jobId, string? location)
    {
        if (ledger.Find(projectId, location, jobId) is not { } job)
        {
            return NotFound(projectId, jobId, location);
        }

        ledger.Cancel(job);
        return ApiAnswer.Json(StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("kind", "bigquery#jobCancelResponse");
            writer.WritePropertyName("job");
            json.WriteJob(writer, job, ledger.Now);
            writer.WriteEndObject();
        });
    }

    public ApiAnswer Delete(string projectId, string jobId, string? location)
    {
        if (string.IsNullOrEmpty(location))
        {
            return ApiError.Required("location").ToAnswer();
        }

        if (ledger.Find(projectId, location, jobId) is not { } job)
        {
            return NotFound(projectId, jobId, location);
        }

        if (job.Parent is { } parent)
        {
            return ApiError.Invalid($"Job {job.Key} is a statement of script {parent.Key.JobId} and cannot be deleted alone; delete the script's job.").ToAnswer();
        }

        if (!job.At(ledger.Now).IsDone)
        {
            return ApiError.Of(ErrorReasons.ResourceInUse, $"Job {job.Key} is still running and cannot be deleted.").ToAnswer();
        }

        ledger.Delete(job);
        return ApiAnswer.Empty;
    }

    public ApiAnswer List(string projectId, IQueryCollection query)
    {
        var (filter, error) = JobListFilter.Read(query, options);
        return error is not null ? error.ToAnswer() : JobListPage.Read(projectId, filter!, ledger).ToAnswer();
    }

    /// <summary>Counts an insert call that a fault or the quota stopped before it was looked at.</summary>
    public void NoteRefused(string projectId, InsertRequest request)
    {
        if (request.JobId is { } jobId)
        {
            ledger.NoteRefusedInsert(new(projectId, request.Location, jobId));
        }
    }

    private ApiAnswer Refuse(string projectId, InsertRequest request, ApiError error)
    {
        NoteRefused(projectId, request);
        return error.ToAnswer();
    }

    private ApiAnswer Job(SimulatedJob job) =>
        ApiAnswer.Json(StatusCodes.Status200OK, (Utf8JsonWriter writer) => json.WriteJob(writer, job, ledger.Now));

    private static ApiAnswer NotFound(string projectId, string jobId, string? location) => ApiError.Of(
        ErrorReasons.NotFound,
        string.IsNullOrEmpty(location) ? $"Not found: Job {projectId}:{jobId}" : $"Not found: Job {new JobKey(projectId, Locations.Normalize(location), jobId)}").ToAnswer();
}

/// <summary>What a fault asks of one insert.</summary>
/// <param name="CommitAfter">Answer with an error now and make the job only after this time.</param>
/// <param name="GetLag">Let jobs.get answer 404 this long after the insert.</param>
internal readonly record struct InsertOrder(TimeSpan? CommitAfter, TimeSpan? GetLag);
