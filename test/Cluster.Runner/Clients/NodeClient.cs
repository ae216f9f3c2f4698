using BackendPlugins.Cluster.Runner.Scenarios;
using Grpc.Core;
using Phase = BackendPlugins.Flyte.V1.Core.TaskExecution.Types.Phase;

namespace BackendPlugins.Cluster.Runner.Clients;

/// <summary>Sees one node through as propeller does: one call after the other, each at any gateway.</summary>
internal sealed class NodeClient(GatewayCalls calls, Func<IReadOnlyList<int>> gateways, NodeScript node, TimeProvider time, CancellationToken stop)
{
    private const int AsksAfterEnd = 2;

    private readonly Random _random = new(node.Seed);

    /// <summary>Runs until the node is over, or until the client is stopped; then between two calls.</summary>
    public async Task RunAsync()
    {
        try
        {
            await Task.Delay(node.StartsAt, time, stop);
            foreach (var attempt in node.Attempts)
            {
                var end = await RunAsync(attempt);
                if (end is not (null or Phase.RetryableFailed))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The checker judges what it has left unfinished.
        }
    }

    /// <returns>The end; null where the client did not wait for one.</returns>
    private async Task<Phase?> RunAsync(AttemptScript job)
    {
        if (await CreateAsync(job) is not { } meta || job.Forgets)
        {
            return null;
        }

        var accepted = time.GetTimestamp();
        var deleted = false;
        for (var asksLeft = AsksAfterEnd; ;)
        {
            var age = time.GetElapsedTime(accepted);
            if (age >= job.SupersededAfter)
            {
                return null;
            }

            if (!deleted && age >= job.DeletedAfter)
            {
                await DeleteAsync(job, meta);
                deleted = true;
            }

            var answer = await calls.GetAsync(Gateway(), job, meta);
            if (answer.IsEnd && asksLeft-- == 0)
            {
                if (job.DeletesEnded)
                {
                    await DeleteAsync(job, meta);
                }

                return answer.Phase;
            }

            await PauseAsync(Sooner(node.Pace, job, accepted, deleted));
        }
    }

    /// <returns>The meta; null where it was refused, or not answered and the client does not try again.</returns>
    private async Task<string?> CreateAsync(AttemptScript job)
    {
        while (true)
        {
            var answer = await calls.CreateAsync(Gateway(), job);
            if (answer.IsOk)
            {
                if (job.RepeatsCreate)
                {
                    await calls.CreateAsync(Gateway(), job);
                }

                return answer.Meta;
            }

            if (job.GivesUp || answer.Status is StatusCode.InvalidArgument or StatusCode.AlreadyExists)
            {
                return null;
            }

            await PauseAsync(TimeSpan.FromSeconds(0.5));
        }
    }

    private async Task DeleteAsync(AttemptScript job, string meta)
    {
        while (!(await calls.DeleteAsync(Gateway(), job, meta)).IsOk)
        {
            await PauseAsync(TimeSpan.FromSeconds(0.5));
        }
    }

    /// <summary>The pace, unless the client has something to do before.</summary>
    private TimeSpan Sooner(TimeSpan pace, AttemptScript job, long accepted, bool deleted)
    {
        var due = (deleted ? null : job.DeletedAfter) ?? job.SupersededAfter;
        var left = due - time.GetElapsedTime(accepted);
        return left < pace ? left.Value < TimeSpan.Zero ? TimeSpan.Zero : left.Value : pace;
    }

    private Task PauseAsync(TimeSpan about) => Task.Delay(about * (0.8 + (0.4 * _random.NextDouble())), time, stop);

    private int Gateway()
    {
        var some = gateways();
        return some[_random.Next(some.Count)];
    }
}
