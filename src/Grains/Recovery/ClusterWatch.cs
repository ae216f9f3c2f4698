using BackendPlugins.Contracts.Operations;
using Microsoft.Extensions.Logging;

namespace BackendPlugins.Grains.Recovery;

/// <summary>Asks the silos of the cluster which jobs nobody watches: one call a silo for a page of jobs, not one a job.</summary>
internal sealed partial class ClusterWatch(
    IGrainFactory grains, ISiloStatusOracle silos, LocalWatch local, TimeProvider time, ILogger<ClusterWatch> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Leaves out the jobs that some silo says it watches. One that gives no answer watches nothing, as far as anyone knows.</summary>
    /// <param name="keys">The jobs.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<string>> UnwatchedAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        string[] open = [.. keys.Where(key => !local.IsWatched(key))];
        if (open.Length == 0)
        {
            return open;
        }

        var answers = await Task.WhenAll(silos.GetActiveSilos().Where(silo => !silo.Equals(silos.SiloAddress)).Select(silo => AskAsync(silo, open, cancellationToken)));
        return [.. answers.OfType<UnwatchedJobs>().Aggregate(open.AsEnumerable(), (left, answer) => left.Intersect(answer.Keys))];
    }

    private async Task<UnwatchedJobs?> AskAsync(SiloAddress silo, string[] keys, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await grains.AskSiloAsync<IWatchGrain, UnwatchedJobs>(silo, grain => grain.UnwatchedAsync(keys)).WaitAsync(Patience, time, cancellationToken);
            return answer.Silo == silo.ToParsableString() ? answer : null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNoAnswer(silo, exception);
            return null;
        }
    }

    [LoggerMessage(1106, LogLevel.Debug, "Silo {Silo} did not tell which jobs it watches; they are asked one by one")]
    private partial void LogNoAnswer(SiloAddress silo, Exception exception);
}
