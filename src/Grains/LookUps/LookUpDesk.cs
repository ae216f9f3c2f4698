using System.Collections.Concurrent;
using BackendPlugins.Grains.Scheduling;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Grains.LookUps;

/// <summary>
/// Where the grains of this silo ask for their jobs. Few asks are one call each; many of one group are sent on together and
/// answered from the service's list, whoever in the cluster reads it.
/// </summary>
internal sealed class LookUpDesk(IGrainFactory grains, IOptions<PollingOptions> options, TimeProvider time, ILogger<LookUpRounds> logger)
{
    private readonly ConcurrentDictionary<(string Plugin, string Group), LookUpCrowd> _crowds = new();

    /// <summary>Asks for a job.</summary>
    /// <param name="plugin">Its plugin.</param>
    /// <param name="job">The job.</param>
    /// <param name="createdAt">When the service says that it was created; null where it has not told.</param>
    /// <param name="lane">With whom it shares pages.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ServiceUnavailableException">No evidence.</exception>
    public Task<LookUpResult> AskAsync(IBackendPlugin plugin, PluginJob job, DateTimeOffset? createdAt, LookUpLane lane, CancellationToken cancellationToken)
    {
        job = job with { Priority = lane == LookUpLane.Young ? CallPriority.Look : CallPriority.Poll };
        return plugin is IListsJobs lister && lister.PlaceOf(job) is { } place
            ? CrowdOf(plugin, lister, place).AskAsync(plugin, job, place, createdAt, lane, cancellationToken)
            : AloneAsync(plugin, job, options.Value.CallTimeout, cancellationToken);
    }

    /// <summary>One call for one job, within a time.</summary>
    internal async Task<LookUpResult> AloneAsync(IBackendPlugin plugin, PluginJob job, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var call = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return new LookUpResult(await plugin.LookUpAsync(job, call.Token), IsJoined: false);
        }
        catch (OperationCanceledException gaveUp) when (!cancellationToken.IsCancellationRequested)
        {
            throw timeout.IsCancellationRequested
                ? new ServiceUnavailableException($"look-up: no answer within {limit.TotalSeconds:0} s", gaveUp)
                : new ServiceUnavailableException("look-up: the plugin gave up waiting for an answer", gaveUp);
        }
    }

    private LookUpCrowd CrowdOf(IBackendPlugin plugin, IListsJobs lister, ListedPlace place) => _crowds.GetOrAdd(
        (plugin.Description.Name, place.Group),
        static (key, own) => own.desk.NewCrowd(key.Plugin, key.Group, own.lister, own.place.IsShared),
        (desk: this, lister, place));

    private LookUpCrowd NewCrowd(string plugin, string group, IListsJobs lister, bool isShared)
    {
        var own = isShared ? null : new LookUpRounds(lister, group, options.Value, time, logger);
        return new LookUpCrowd(
            this,
            plugin,
            lister,
            question => own?.AskAsync(question) ?? grains.GetGrain<ILookUpRoundsGrain>(LookUpRoundsGrain.KeyOf(plugin, group)).AskAsync(question),
            options.Value,
            time,
            logger);
    }
}

/// <summary>What came of a look-up.</summary>
/// <param name="Evidence">What the service said.</param>
/// <param name="IsJoined">Whether a list told it: the next one costs no call of its own.</param>
internal readonly record struct LookUpResult(JobEvidence Evidence, bool IsJoined);
