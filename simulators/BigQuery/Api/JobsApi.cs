using System.Text.Json;
using BackendPlugins.Simulators.BigQuery.Books;
using BackendPlugins.Simulators.BigQuery.Jobs;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>The jobs resource's methods, from parsed call to finished answer; nothing here waits.</summary>
internal sealed class JobsApi(BigQuerySimulatorOptions options, JobLedger ledger, JobAdmission admission, JobJson json)
{
    /// <summary>jobs.insert. An order given for this call changes when the job appears or can be got.</summary>
    public ApiAnswer Insert(string projectId, InsertRequest request, InsertOrder order)
    {
        var admitted = admission.Admit(projectId, request, order, ApiMethods.Insert);
        return admitted switch
        {
            { Refusal: { } refusal } => refusal.ToAnswer(),
            { Job: { } job } => Job(job),
            var (key, configuration, plan) => ApiAnswer.Json(StatusCodes.Status200OK, writer => JobJson.WriteDryRun(writer, key, configuration, plan, ledger.Now)),
        };
    }

    public ApiAnswer Get(string projectId, string jobId, string? location)
    {
        return Visible(projectId, location, jobId) is { } job ? Job(job) : NotFound(projectId, jobId, location);
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

    public ApiAnswer List(string projectId, IQueryCollection query) => JobListPage.Read(projectId, JobListFilter.Read(query, options), ledger).ToAnswer();

    /// <summary>Counts an insert call that a fault or the quota stopped before it was looked at.</summary>
    public void NoteRefused(string projectId, InsertRequest request) => admission.NoteRefused(projectId, request);

    /// <summary>The job as the caller may see it: null while a lag hides it.</summary>
    public SimulatedJob? Visible(string projectId, string? location, string jobId) =>
        ledger.Find(projectId, location, jobId) is { } job && ledger.Now >= job.CreatedAt + job.Plan.GetLagMs ? job : null;

    private ApiAnswer Job(SimulatedJob job) =>
        ApiAnswer.Json(StatusCodes.Status200OK, (Utf8JsonWriter writer) => json.WriteJob(writer, job, ledger.Now));

    public static ApiAnswer NotFound(string projectId, string jobId, string? location) => ApiError.Of(
        ErrorReasons.NotFound,
        string.IsNullOrEmpty(location) ? $"Not found: Job {projectId}:{jobId}" : $"Not found: Job {new JobKey(projectId, Locations.Normalize(location), jobId)}").ToAnswer();
}

/// <summary>What a fault asks of one insert.</summary>
/// <param name="CommitAfter">Answer with an error now and make the job only after this time.</param>
/// <param name="GetLag">Let jobs.get answer 404 this long after the insert.</param>
internal readonly record struct InsertOrder(TimeSpan? CommitAfter, TimeSpan? GetLag);
