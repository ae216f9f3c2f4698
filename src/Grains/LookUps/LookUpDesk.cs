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

    /// <summary>Joins those who are answered from a list.</summary>
    /// <param name="plugin">The job's plugin.</param>
    /// <param name="job">The job.</param>
    /// <param name="createdAt">When the service says that it was created; null where it has not told.</param>
    /// <param name="lane">With whom it shares pages.</param>
    /// <param name="asker">Who is answered.</param>
    /// <returns>The ticket of the wait; null where the job is to be asked for by itself.</returns>
    public object? Join(IBackendPlugin plugin, PluginJob job, DateTimeOffset? createdAt, LookUpLane lane, ILookUpAsker asker) =>
        plugin is IListsJobs lister && lister.PlaceOf(job) is { } place ? CrowdOf(plugin, lister, place).Join(place, createdAt, lane, asker) : null;

    /// <summary>Asks for a job by itself, when its turn comes among those that do. The young go first.</summary>
    /// <param name="plugin">Its plugin.</param>
    /// <param name="job">The job.</param>
    /// <param name="lane">How urgent it is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ServiceUnavailableException">No evidence.</exception>
    public async Task<JobEvidence> AskAsync(IBackendPlugin plugin, PluginJob job, LookUpLane lane, CancellationToken cancellationToken)
    {
        job = job with { Priority = lane == LookUpLane.Young ? CallPriority.Look : CallPriority.Poll };
        if (plugin is not IListsJobs lister || lister.PlaceOf(job) is not { } place)
        {
            return await LimitedAsync(plugin.LookUpAsync, job, cancellationToken);
        }

        using var turn = CrowdOf(plugin, lister, place).JoinSingles(place, lane);
        await turn.TurnAsync(cancellationToken);
        return await LimitedAsync(plugin.LookUpAsync, job, cancellationToken);
    }

    /// <summary>Reads what a list told of a job.</summary>
    /// <param name="plugin">Its plugin, which lists.</param>
    /// <param name="job">The job.</param>
    /// <param name="entry">Its entry.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ServiceUnavailableException">No evidence.</exception>
    public Task<JobEvidence> ReadAsync(IBackendPlugin plugin, PluginJob job, byte[] entry, CancellationToken cancellationToken) =>
        LimitedAsync((mine, token) => ((IListsJobs)plugin).ReadAsync(mine, entry, token), job, cancellationToken);

    /// <summary>One call for one job, within a time.</summary>
    private async Task<JobEvidence> LimitedAsync(
        Func<PluginJob, CancellationToken, Task<JobEvidence>> question, PluginJob job, CancellationToken cancellationToken)
    {
        var limit = options.Value.CallTimeout;
        using var timeout = new CancellationTokenSource(limit, time);
        using var call = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await question(job, call.Token);
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
            plugin,
            question => own?.AskAsync(question) ?? grains.GetGrain<ILookUpRoundsGrain>(LookUpRoundsGrain.KeyOf(plugin, group)).AskAsync(question),
            options.Value,
            time,
            logger);
    }
}
