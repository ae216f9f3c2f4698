using System.Text.Json;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Operations;
using BackendPlugins.Grains.Life;
using BackendPlugins.Grains.Operations;
using Microsoft.Extensions.Logging;

namespace BackendPlugins.Grains;

/// <summary>What operators ask. Every request is logged with who made it; one that changes the job stands in its history too.</summary>
internal sealed partial class JobGrain : IJobOperations
{
    /// <summary>The phase that the service last told, where the record says all else; null where it does not, or before.</summary>
    private ServicePhase? _seen;

    /// <inheritdoc/>
    public async Task<JobInspection?> InspectAsync()
    {
        await LoadAsync();
        if (_face is not { } face)
        {
            return null;
        }

        var told = face.Read();
        return new JobInspection(Details(told), Redaction.Asked(told.Record), GrainContext.Address.SiloAddress?.ToParsableString() ?? "")
        {
            Evidence = (_unrest?.Evidence ?? Seen(_job ?? told.Record)) is { } evidence ? Evidence(evidence) : null,
            SubmitStartedAt = told.Record.SubmitStartedAt,
            Working = _ticking || _atDesk is not null,
        };
    }

    /// <inheritdoc/>
    public Task<JobInspection?> GetState() => InspectAsync();

    /// <inheritdoc/>
    public async Task<OperationResult> PollNowAsync(string by)
    {
        await LoadAsync();
        if (Refusal() is { } refusal)
        {
            return refusal;
        }

        LogOperation(Key, "poll now", by, "");
        StartWork();
        WakeUp();
        return new OperationResult(true, "The service is asked now.");
    }

    /// <inheritdoc/>
    public async Task<OperationResult> CancelAsync(string by, string reason)
    {
        await LoadAsync();
        if (Refusal() is { } refusal)
        {
            return refusal;
        }

        LogOperation(Key, "cancel", by, reason);
        if (Known!.Cancel is { } earlier)
        {
            return new OperationResult(false, $"It is being cancelled already: {earlier.Reason}.");
        }

        var words = reason.Length > 0 ? $"cancelled by {by} on the pages: {reason}" : $"cancelled by {by} on the pages";
        return await DeleteAsync(words) switch
        {
            DeleteOutcome.Promised => new OperationResult(true, "The cancel is stored and repeated until the service confirms it."),
            DeleteOutcome.StoreUnavailable => StoreSilent(),
            _ => new OperationResult(false, "The job has ended meanwhile."),
        };
    }

    /// <inheritdoc/>
    public async Task<OperationResult> TakeExternalAsync(string by, string externalId)
    {
        await LoadAsync();
        if (Refusal() is { } refusal)
        {
            return refusal;
        }

        if (_submitsWithoutId || _ticking)
        {
            return new OperationResult(false, "A call to the service is under way; try again when it has been answered.");
        }

        LogOperation(Key, "take external job", by, externalId);
        if (!await IntendAsync(job => JobLife.TakeExternal(job, externalId, by, services.Time.GetUtcNow())))
        {
            return StoreSilent();
        }

        OpenSubmitAt = null;
        _resolveFirst = false;
        MissingSince = null;
        (Unrest.Evidence, _seen) = (null, null);
        LeaveDesk();
        WakeUp();
        return new OperationResult(true, $"The job {externalId} is watched from now on.");
    }

    /// <summary>What the record has of it already is not kept twice.</summary>
    private void KeepEvidence(JobEvidence evidence) => (Unrest.Evidence, _seen) = evidence is JobSeen seen && _job is { } job && IsSaid(seen, job)
        ? ((JobEvidence?)null, (ServicePhase?)seen.Phase)
        : (evidence, null);

    private static bool IsSaid(JobSeen seen, JobRecord job) =>
        seen is { Error: null, Outputs: null }
        && seen.Message == job.Message
        && seen.CreatedAt == job.ServiceCreatedAt
        && seen.LogLinks.Count == job.LogLinks.Count
        && seen.Metrics.Count == job.Metrics.Count
        && seen.CustomInfo is null == job.CustomInfoKept is null;

    private JobSeen? Seen(JobRecord job) => _seen is { } phase && job.External is { } external
        ? new JobSeen(external, phase)
        {
            Message = job.Message,
            CreatedAt = job.ServiceCreatedAt,
            LogLinks = job.LogLinks,
            CustomInfo = job.CustomInfo,
            Metrics = job.Metrics,
        }
        : null;

    private static JsonElement Evidence(JobEvidence evidence) =>
        // Outputs are the user's data: the page shows those that the job kept, in their short form.
        Redaction.Json(JsonSerializer.SerializeToElement<object>(evidence is JobSeen seen ? seen with { Outputs = null } : evidence, PluginJson.Options));

    private static OperationResult StoreSilent() => new(false, "The job store did not confirm it; nothing follows from it. Try again.");

    private OperationResult? Refusal() => (_job?.Stage ?? _face?.Stage) switch
    {
        null => new OperationResult(false, "There is no such job."),
        JobStage.Ended => new OperationResult(false, "The job has ended."),
        _ => null,
    };

    [LoggerMessage(1210, LogLevel.Information, "Job {Key}: {Operation} asked for by {By} {Detail}")]
    private partial void LogOperation(string key, string operation, string by, string detail);
}
