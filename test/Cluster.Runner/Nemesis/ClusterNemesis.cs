using System.Collections.Concurrent;
using System.Globalization;
using BackendPlugins.Cluster.Runner.Parties;
using BackendPlugins.Cluster.Runner.Scenarios;

namespace BackendPlugins.Cluster.Runner.Nemesis;

/// <summary>Carries out a plan of disturbances, and heals each.</summary>
internal sealed class ClusterNemesis(RunningCluster cluster, ServiceFaults service, RecoveryProbes probes, ScenarioMix mix, TimeProvider time)
{
    private readonly ConcurrentQueue<Disturbed> _disturbed = new();

    /// <summary>An upgrade is no excuse for a failed call, and neither is a service that fails.</summary>
    private readonly bool _excusable = mix is not (ScenarioMix.Rolling or ScenarioMix.Faults);

    public IReadOnlyCollection<Disturbed> Disturbed => _disturbed;

    /// <summary>
    /// Goes on until the plan is done; everything is healed then. On a slow machine the end of the plan is left out: what comes
    /// after the load would prove nothing.
    /// </summary>
    public async Task RunAsync(IEnumerable<Disturbance> plan, TimeSpan most)
    {
        var start = time.GetTimestamp();
        await Task.WhenAll(plan.GroupBy(disturbance => disturbance.Lane).Select(async lane =>
        {
            var running = new List<Task>();
            foreach (var disturbance in lane)
            {
                var wait = disturbance.At - time.GetElapsedTime(start);
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time);
                if (time.GetElapsedTime(start) > most)
                {
                    break;
                }

                running.Add(RunAsync(disturbance));
                if (lane.Key != DisturbanceLane.Deaths)
                {
                    await running[^1];
                }
            }

            await Task.WhenAll(running);
        }));
        await service.ClearAsync();
    }

    /// <summary>
    /// Starts what has ended by itself, as whoever runs it in earnest would: a silo that learns that it was declared dead ends.
    /// </summary>
    public async Task MindAsync(CancellationToken stop)
    {
        var seen = cluster.All.ToDictionary(party => party, _ => time.GetUtcNow());
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(0.5), time);
        while (await NextAsync())
        {
            await Task.WhenAll(cluster.All.Select(async party =>
            {
                var from = seen[party];
                seen[party] = time.GetUtcNow();
                if (party.IsAlive || !await party.Turn.WaitAsync(TimeSpan.Zero, CancellationToken.None))
                {
                    return;
                }

                try
                {
                    if (!party.IsAlive)
                    {
                        await party.StartAsync();
                        Note(from, $"{party.Name} ended by itself and was started again", _excusable, party.Name);
                    }
                }
                finally
                {
                    party.Turn.Release();
                }
            }));
        }

        async Task<bool> NextAsync()
        {
            try
            {
                return await timer.WaitForNextTickAsync(stop);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }

    private async Task RunAsync(Disturbance disturbance)
    {
        var from = time.GetUtcNow();
        await ApplyAsync(disturbance);
        var gateway = disturbance.Kind is DisturbanceKind.KillGateway or DisturbanceKind.StopGateway or DisturbanceKind.PauseGateway
            ? cluster.Gateways[disturbance.Target].Name
            : null;
        Note(from, disturbance.ToString(), disturbance.Lane != DisturbanceLane.Service && _excusable, gateway);
    }

    private Task ApplyAsync(Disturbance it) => it.Kind switch
    {
        DisturbanceKind.KillSilo when it.Lane == DisturbanceLane.Deaths => DownAsync(cluster.Silos[it.Target], KillAndProbeAsync, it.Lasts),
        DisturbanceKind.KillSilo => DownAsync(cluster.Silos[it.Target], party => party.KillAsync(), it.Lasts),
        DisturbanceKind.StopSilo => DownAsync(cluster.Silos[it.Target], party => party.StopAsync(), it.Lasts),
        DisturbanceKind.PauseSilo => PauseAsync(cluster.Silos[it.Target], it.Lasts),
        DisturbanceKind.KillGateway => DownAsync(cluster.Gateways[it.Target], party => party.KillAsync(), it.Lasts),
        DisturbanceKind.StopGateway => DownAsync(cluster.Gateways[it.Target], party => party.StopAsync(), it.Lasts),
        DisturbanceKind.PauseGateway => PauseAsync(cluster.Gateways[it.Target], it.Lasts),
        DisturbanceKind.KillService => DownAsync(cluster.Service, party => party.KillAsync(), it.Lasts),
        DisturbanceKind.IsolateSilo => IsolateAsync(it.Target, it.Lasts),
        DisturbanceKind.StopDatabase => StopDatabaseAsync(cluster.Database.StopAsync, it.Lasts),
        DisturbanceKind.KillDatabase => StopDatabaseAsync(cluster.Database.KillAsync, it.Lasts),
        DisturbanceKind.KillSiloInOutage => KillInOutageAsync(cluster.Silos[it.Target], it.Lasts),
        DisturbanceKind.CutConnections => cluster.CutConnectionsAsync(),
        DisturbanceKind.Fault => MisbehaveAsync(it),
        _ => throw new InvalidOperationException($"Nobody knows how to do {it.Kind}."),
    };

    private static async Task InTurnAsync(Party party, Func<Task> act)
    {
        await party.Turn.WaitAsync();
        try
        {
            await act();
        }
        finally
        {
            party.Turn.Release();
        }
    }

    private Task DownAsync(Party party, Func<Party, Task> end, TimeSpan lasts) => InTurnAsync(party, async () =>
    {
        await end(party);
        await Task.Delay(lasts, time);
        await party.StartAsync();
    });

    private async Task KillAndProbeAsync(Party silo)
    {
        await silo.KillAsync();
        probes.Begin();
    }

    private Task PauseAsync(Party party, TimeSpan lasts) => InTurnAsync(party, async () =>
    {
        await party.PauseAsync();
        await Task.Delay(lasts, time);
        await party.ContinueAsync();
    });

    private Task IsolateAsync(int silo, TimeSpan lasts) => InTurnAsync(cluster.Silos[silo], async () =>
    {
        if (cluster.Network is { } network)
        {
            await network.IsolateAsync(silo);
            await Task.Delay(lasts, time);
            await network.HealAsync(silo);
        }
    });

    private async Task StopDatabaseAsync(Func<Task> stop, TimeSpan lasts)
    {
        await stop();
        await Task.Delay(lasts, time);
        await cluster.Database.StartAsync();
    }

    private Task KillInOutageAsync(Party silo, TimeSpan lasts) => InTurnAsync(silo, async () =>
    {
        await cluster.Database.StopAsync();
        await Task.Delay(lasts, time);
        await silo.KillAsync();
        await cluster.Database.StartAsync();
        await silo.StartAsync();
    });

    private async Task MisbehaveAsync(Disturbance it)
    {
        var id = it.At.Ticks.ToString(CultureInfo.InvariantCulture);
        await service.AddAsync(it.Fault! with { Id = id });
        await Task.Delay(it.Lasts, time);
        await service.RemoveAsync(id);
    }

    private void Note(DateTimeOffset from, string what, bool excuses, string? gateway) =>
        _disturbed.Enqueue(new Disturbed(from, time.GetUtcNow(), what, excuses, gateway));
}
