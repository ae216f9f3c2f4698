using BackendPlugins.Simulators.BigQuery.Books;
using BackendPlugins.Simulators.BigQuery.Catalog;
using BackendPlugins.Simulators.BigQuery.Faults;
using BackendPlugins.Simulators.BigQuery.Jobs;
using BackendPlugins.Simulators.BigQuery.Rows;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>Lets jobs in: the way from a request to a job, the same for jobs.insert and jobs.query.</summary>
internal sealed class JobAdmission(JobLedger ledger, JobPlanner planner, QueueLimits queues)
{
    /// <param name="projectId">The project in the path.</param>
    /// <param name="request">The request.</param>
    /// <param name="order">What a fault asks of this call.</param>
    /// <param name="method">The method called.</param>
    public Admission Admit(string projectId, InsertRequest request, InsertOrder order, string method)
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

        var key = new JobKey(projectId, LocationOf(projectId, request), request.JobId ?? ledger.MintJobId());
        var plan = planner.Plan(key, configuration, script);
        configuration = configuration with { Document = InsertRequest.Complete(request.Document!, key, plan.StatementType), Parameters = null };
        plan = Held(key, configuration, plan);
        if (configuration.DryRun)
        {
            if (plan.FailReason is not (null or ErrorReasons.BytesBilledLimitExceeded))
            {
                return Refuse(projectId, request, ApiError.Of(plan.FailReason, plan.FailMessage));
            }

            NoteRefused(projectId, request);
            return new(key, configuration, plan);
        }

        if (order.GetLag is { } lag)
        {
            plan = plan with { GetLagMs = Math.Max(plan.GetLagMs, (long)lag.TotalMilliseconds) };
        }

        if (order.CommitAfter is { } delay)
        {
            ledger.InsertLate(key, configuration, plan, delay);
            return new(ApiError.Of(ErrorReasons.BackendError));
        }

        if (ledger.Find(projectId, key.Location, key.JobId) is null && !queues.TryEnter(key, configuration.Priority, plan.PendingMs, ledger.Now))
        {
            return Refuse(projectId, request, ApiError.Of("quotaExceeded"));
        }

        var (job, created) = ledger.Insert(key, configuration, plan, method);
        return created ? new(key, configuration, plan) { Job = job } : new(ApiError.Of(ErrorReasons.Duplicate, $"Already Exists: Job {key}"));
    }

    /// <summary>Counts an insert call that was stopped before it was looked at.</summary>
    public void NoteRefused(string projectId, InsertRequest request)
    {
        if (request.JobId is { } jobId)
        {
            ledger.NoteRefusedInsert(new(projectId, request.Location, jobId));
        }
    }

    private Admission Refuse(string projectId, InsertRequest request, ApiError error)
    {
        NoteRefused(projectId, request);
        return new(error);
    }

    /// <summary>A job that names no location runs where its datasets are.</summary>
    private string LocationOf(string projectId, InsertRequest request)
    {
        var query = request.Document!["query"];
        if (request.HasLocation || query is null)
        {
            return request.Location;
        }

        return ledger.Look((data, _) => new[] { query["destinationTable"], query["defaultDataset"] }
            .Where(reference => reference is not null)
            .Select(reference => data.FindDataset((string?)reference!["projectId"] ?? projectId, (string?)reference["datasetId"] ?? ""))
            .FirstOrDefault(dataset => dataset is { IsImplied: false })?.Location) ?? request.Location;
    }

    /// <summary>A job whose destination can already be seen to be impossible fails at once; what happens meanwhile shows at its end.</summary>
    private JobPlan Held(JobKey key, JobConfiguration configuration, JobPlan plan)
    {
        if (plan.FailReason is not null || plan.StatementType != StatementTypes.Select || Destination.Of(configuration.Document) is not { } destination)
        {
            return plan;
        }

        var rows = JobRows.Of(configuration.Query, configuration.Document, plan);
        return ledger.Look((data, now) => data.Refusal(destination, key.Location, rows, now)) is { } problem ? JobPlanner.AtOnce(plan, problem) : plan;
    }
}

/// <summary>What became of a request for a job.</summary>
/// <param name="Key">Where it runs and under which id.</param>
/// <param name="Configuration">Its configuration, complete.</param>
/// <param name="Plan">What will happen to it.</param>
internal sealed record Admission(JobKey Key, JobConfiguration Configuration, JobPlan Plan)
{
    public Admission(ApiError refusal)
        : this(default, null!, null!) => Refusal = refusal;

    /// <summary>Why there is no job; then the rest says nothing.</summary>
    public ApiError? Refusal { get; }

    /// <summary>The job; null when it was refused or only asked what it would cost.</summary>
    public SimulatedJob? Job { get; init; }
}
