namespace BackendPlugins.BigQuery;

/// <summary>Turns BigQuery's job resource into evidence.</summary>
internal static class JobReading
{
    public const string NoDestinationTable = "NoDestinationTable";

    /// <summary>Reads the resource that a call answered with.</summary>
    /// <param name="job">The job that was asked for.</param>
    /// <param name="resource">The answer.</param>
    /// <param name="method">The call.</param>
    /// <param name="result">The table of a job that ended well; null where nobody has to know it.</param>
    /// <exception cref="ServiceUnavailableException">The answer is about another job or says no state.</exception>
    public static JobSeen Read(PluginJob job, JobResource resource, BigQueryMethod method, ResultTable? result)
    {
        var asked = JobAddress.Of(job.External);
        var dryRun = resource.Configuration?.DryRun is true;
        // A dry run makes no job, and emulators may name none: the call named the job. Another one is another matter.
        if (resource.JobReference?.JobId is { Length: > 0 } told && told != asked.JobId)
        {
            throw new ServiceUnavailableException($"{method.ServiceName()}: the answer is about job \"{told}\", not about {asked.JobId}.");
        }

        var address = asked with { Location = resource.JobReference?.Location is { Length: > 0 } location ? location : asked.Location };
        var status = resource.Status ?? StatusOfInserted(resource, method);
        // States and their meaning: https://cloud.google.com/bigquery/docs/reference/rest/v2/Job#JobStatus
        var seen = (status?.State?.ToUpperInvariant(), status?.ErrorResult) switch
        {
            ("PENDING", _) => new JobSeen(address.ToExternalJob(), ServicePhase.Pending),
            ("RUNNING", _) => new JobSeen(address.ToExternalJob(), ServicePhase.Running),
            ("DONE", null) => Ended(job.Task, address, resource, dryRun, result),
            ("DONE", { } error) => Failed(job.Task, address, error),
            (var state, _) => throw new ServiceUnavailableException(
                $"{method.ServiceName()}: the answer says state \"{state}\", which is none of PENDING, RUNNING and DONE."),
        };
        return seen with
        {
            Message = seen.Message.Length > 0 ? seen.Message : Describe(job.Task, status!, resource.Statistics?.Query?.QueryPlan),
            LogLinks = LinkOf(address, seen.Phase) is { } uri ? [new LogLink("BigQuery Console", uri)] : [],
            CreatedAt = resource.Statistics?.CreationTime is { } created and >= 0 and < JobTimeline.LatestTime ? DateTimeOffset.FromUnixTimeMilliseconds(created) : null,
            CustomInfo = JobFacts.Of(address, resource.Statistics),
            Metrics = JobTimeline.Of(resource.Statistics),
        };
    }

    /// <summary>An insert that names the job and no state has made it.</summary>
    private static JobStatus? StatusOfInserted(JobResource resource, BigQueryMethod method) =>
        method is BigQueryMethod.Insert && resource.JobReference?.JobId is not null ? new JobStatus("PENDING", null, null) : null;

    /// <summary>
    /// The job in Google's console; null while its location may still be told. Where it is not told by the time that the job
    /// runs it never will be, and Flyte takes links only once: then it is the service's default.
    /// </summary>
    private static string? LinkOf(JobAddress address, ServicePhase phase) =>
        address.ConsoleUri ?? (phase is ServicePhase.Pending ? null : (address with { Location = JobLocation.Default }).ConsoleUri);

    private static JobSeen Ended(TaskRequest task, JobAddress address, JobResource resource, bool dryRun, ResultTable? result)
    {
        var succeeded = new JobSeen(address.ToExternalJob(), ServicePhase.Succeeded);
        if (dryRun)
        {
            return succeeded with { Message = $"Dry run: the query would process {JobFacts.BytesProcessed(resource.Statistics) ?? 0} bytes." };
        }

        if (result is null)
        {
            return succeeded;
        }

        if (result.Table is { } table)
        {
            return succeeded with { Outputs = JobOutput.Of(task, table) };
        }

        if (!JobOutput.IsDeclaredBy(task))
        {
            // Carried on from another backend: whether its interface declares an output is not known here.
            return succeeded;
        }

        var error = new JobError(
            NoDestinationTable,
            $"The query succeeded, but the task declares an output and BigQuery wrote no result table: {result.WhyNone}. "
            + "Remove the output from the task, or let the query end with a SELECT. "
            + $"See {SeeAlso(address)}");
        return succeeded with { Phase = ServicePhase.Failed, Error = error, Message = error.Message };
    }

    private static JobSeen Failed(TaskRequest task, JobAddress address, ErrorProto result)
    {
        var reason = ErrorReasons.Of(result.Reason);
        var code = string.IsNullOrEmpty(result.Reason) ? "unknown" : result.Reason;
        var message = ServiceWords.Describe(result.Message, code, result.Location, task, SeeAlso(address));
        return new JobSeen(address.ToExternalJob(), reason.InJob)
        {
            Message = message,
            Error = new JobError(code, message, reason.Origin, reason.Retryable),
        };
    }

    private static string Describe(TaskRequest task, JobStatus status, IReadOnlyList<QueryStage>? stages)
    {
        var progress = status.State is "RUNNING" && stages is { Count: > 0 }
            ? $", {stages.Count(stage => stage.Status is "COMPLETE")} of {stages.Count} stages complete"
            : "";
        return status.Errors is [{ } first, ..]
            ? $"BigQuery says {status.State}{progress}, with {status.Errors.Count} warning(s): {ServiceWords.Clean(first.Message, task)}"
            : $"BigQuery says {status.State}{progress}";
    }

    private static string SeeAlso(JobAddress address) => address.ConsoleUri ?? JobAddress.ConsoleOf(address.Project);
}
