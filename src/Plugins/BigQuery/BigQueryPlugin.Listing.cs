using System.Text.Json;

namespace BackendPlugins.BigQuery;

/// <summary>How many jobs are looked at and submitted together.</summary>
internal sealed partial class BigQueryPlugin
{
    /// <inheritdoc/>
    public ListedPlace? PlaceOf(PluginJob job)
    {
        if (options.Value.ListThreshold == 0 || JobAddress.Of(job.External) is not { Location: { } location } address || CallerOf(job) is not { } caller)
        {
            return null;
        }

        var gets = budgets.AllowanceOf(CallQuotas.KeyOf(caller, address.Project, BigQueryMethod.Get), quotas.LimitOf(BigQueryMethod.Get));
        return lister.IsDenied(caller, address.Project)
            ? new ListedPlace($"{caller.Tag}/{address.Project}", WantedJobs.HandleOf(location, address.JobId), caller.Tag == Caller.HostTag, int.MaxValue, gets)
            : new ListedPlace(
                $"{caller.Tag}/{address.Project}", WantedJobs.HandleOf(location, address.JobId), caller.Tag == Caller.HostTag, options.Value.ListThreshold, gets);
    }

    /// <inheritdoc/>
    public Task<ListedJobs> ListAsync(string group, IReadOnlyList<ListedAsk> asked, Action<IReadOnlyDictionary<string, byte[]>> found, CancellationToken cancellationToken)
    {
        var parts = group.Split('/', 2);
        return callers.Tagged(parts[0]) is { } caller
            ? lister.ListAsync(caller, parts[1], asked, found, cancellationToken)
            : Task.FromResult(new ListedJobs(0, 0, "the credentials are not known here any more"));
    }

    /// <inheritdoc/>
    public async Task<JobEvidence> ReadAsync(PluginJob job, ReadOnlyMemory<byte> entry, CancellationToken cancellationToken)
    {
        try
        {
            var resource = JsonSerializer.Deserialize(entry.Span, JobResourceJson.Default.JobResource)!;
            return await ReadAsync(callers.Of(job), job, new JobReply(resource), BigQueryMethod.List, cancellationToken);
        }
        catch (CredentialRefusedException refused)
        {
            throw new ServiceUnavailableException(refused.Message, refused) { OutcomeUnknown = false };
        }
    }

    /// <inheritdoc/>
    public SubmitLine? LineOf(PluginJob job)
    {
        var project = JobAddress.Of(job.External).Project;
        return CallerOf(job) is { } caller
            ? new SubmitLine(CallQuotas.KeyOf(caller, project, BigQueryMethod.Insert), quotas.LimitOf(BigQueryMethod.Insert), $"project {project}")
            {
                MostActive = options.Value.MaxActiveJobs,
            }
            : null;
    }

    /// <summary>As whom the job's calls are made; null for credentials that cannot be used, which the call itself reports.</summary>
    private Caller? CallerOf(PluginJob job)
    {
        try
        {
            return callers.Of(job);
        }
        catch (CredentialRefusedException)
        {
            return null;
        }
    }
}
