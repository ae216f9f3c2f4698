using BackendPlugins.Simulators.BigQuery.Faults;

namespace BackendPlugins.Cluster.Runner.Scenarios;

/// <summary>Draws what is done to the cluster.</summary>
internal static class DisturbancePlan
{
    private static readonly Dictionary<ScenarioMix, (DisturbanceLane Lane, double From, double To)[]> Gaps = new()
    {
        [ScenarioMix.Kills] = [(DisturbanceLane.Silos, 1, 5), (DisturbanceLane.Gateways, 6, 14)],
        [ScenarioMix.Outages] = [(DisturbanceLane.Database, 3, 8), (DisturbanceLane.Silos, 12, 20), (DisturbanceLane.Gateways, 20, 40)],
        [ScenarioMix.Faults] = [(DisturbanceLane.Service, 0.5, 2.5)],
        [ScenarioMix.Rolling] = [(DisturbanceLane.Silos, 1, 3), (DisturbanceLane.Gateways, 2, 5)],
        [ScenarioMix.Partitions] = [(DisturbanceLane.Network, 3, 8)],
        [ScenarioMix.Deaths] = [],
        [ScenarioMix.Everything] =
        [
            (DisturbanceLane.Silos, 3, 9), (DisturbanceLane.Gateways, 12, 25), (DisturbanceLane.Database, 12, 25), (DisturbanceLane.Service, 1, 5),
            (DisturbanceLane.Network, 20, 35),
        ],
    };

    private static readonly (int Weight, (DisturbanceKind Kind, double From, double To) What)[] Silos =
    [
        (5, (DisturbanceKind.KillSilo, 0, 3)),
        (3, (DisturbanceKind.StopSilo, 0, 2)),
        (2, (DisturbanceKind.PauseSilo, 18, 26)),
    ];

    private static readonly (int Weight, (DisturbanceKind Kind, double From, double To) What)[] Gateways =
    [
        (2, (DisturbanceKind.KillGateway, 0, 3)),
        (1, (DisturbanceKind.StopGateway, 0, 2)),
        (1, (DisturbanceKind.PauseGateway, 2, 8)),
    ];

    private static readonly (int Weight, (DisturbanceKind Kind, double From, double To) What)[] Databases =
    [
        (2, (DisturbanceKind.StopDatabase, 0.5, 8)),
        (2, (DisturbanceKind.KillDatabase, 0, 5)),
        (2, (DisturbanceKind.KillSiloInOutage, 3, 8)),
        (3, (DisturbanceKind.CutConnections, 0, 0)),
    ];

    // Times and settle time of the silos belong together: see SiloSettings.
    private static readonly Fault[] Faults =
    [
        new() { Method = "insert", Mode = FaultMode.ResetBefore, Probability = 0.7 },
        new() { Method = "insert", Mode = FaultMode.ResetAfter, Probability = 0.7 },
        new() { Method = "insert", Mode = FaultMode.Hang, Probability = 0.4 },
        new() { Method = "insert", Mode = FaultMode.Hang, Seconds = 3, Probability = 0.5 },
        new() { Method = "insert", Mode = FaultMode.HangAfter, Probability = 0.5 },
        new() { Method = "insert", Mode = FaultMode.CommitLate, Seconds = 4, Probability = 0.7 },
        new() { Method = "insert", Mode = FaultMode.CommitLate, Seconds = 2, Reset = true, Probability = 0.7 },
        new() { Method = "insert", Mode = FaultMode.GetLag, Seconds = 4, Probability = 0.7 },
        new() { Method = "insert", Mode = FaultMode.Malformed, Probability = 0.5 },
        new() { Method = "insert", Mode = FaultMode.Status, Status = 503, Probability = 0.8 },
        new() { Method = "insert", Mode = FaultMode.Status, Status = 403, Reason = "rateLimitExceeded", Probability = 0.5 },
        new() { Method = "insert", Mode = FaultMode.Status, Status = 429, RetryAfterSeconds = 2, Probability = 0.4 },
        new() { Method = "get", Mode = FaultMode.Status, Status = 500, Reason = "internalError", Probability = 0.6 },
        new() { Method = "get", Mode = FaultMode.Hang, Probability = 0.2 },
        new() { Method = "get", Mode = FaultMode.ResetAfter, Probability = 0.5 },
        new() { Method = "get", Mode = FaultMode.Malformed, Probability = 0.5 },
        new() { Method = "list", Mode = FaultMode.Status, Status = 503, Probability = 0.7 },
        new() { Method = "list", Mode = FaultMode.Hang, Probability = 0.4 },
        new() { Method = "cancel", Mode = FaultMode.Status, Status = 503, Probability = 0.8 },
        new() { Method = "cancel", Mode = FaultMode.ResetBefore, Probability = 0.8 },
        new() { Method = "cancel", Mode = FaultMode.ResetAfter, Probability = 0.8 },
        new() { Method = "cancel", Mode = FaultMode.Hang, Probability = 0.5 },
        new() { Method = "*", Mode = FaultMode.ResetBefore, Probability = 0.5 },
        new() { Method = "*", Mode = FaultMode.Status, Status = 503, Probability = 1 },
    ];

    public static IReadOnlyList<Disturbance> Draw(ScenarioOptions options) =>
    [
        .. options.Mix == ScenarioMix.Deaths ? Deaths(options) : [],
        .. Gaps[options.Mix]
            .SelectMany(lane => Draw(options, lane.Lane, lane.From, lane.To))
            .OrderBy(disturbance => disturbance.At),
    ];

    private static IEnumerable<Disturbance> Deaths(ScenarioOptions options)
    {
        var random = new Random(HashCode(options.Seed, DisturbanceLane.Deaths));
        for (var at = options.Every; at < options.Disturbed; at += options.Every)
        {
            var target = random.Next(options.Silos + options.Gateways);
            yield return target < options.Silos
                ? new Disturbance(DisturbanceLane.Deaths, at, DisturbanceKind.KillSilo, target, TimeSpan.Zero)
                : new Disturbance(DisturbanceLane.Deaths, at, DisturbanceKind.KillGateway, target - options.Silos, TimeSpan.Zero);
        }
    }

    private static IEnumerable<Disturbance> Draw(ScenarioOptions options, DisturbanceLane lane, double from, double to)
    {
        // One source for each lane: what one draws does not move the others.
        var random = new Random(HashCode(options.Seed, lane));
        var at = TimeSpan.Zero;
        for (var index = 0; (at += random.Within(from, to)) < options.Disturbed; index++)
        {
            var drawn = options.Mix == ScenarioMix.Rolling
                ? lane == DisturbanceLane.Silos
                    ? new Disturbance(lane, at, DisturbanceKind.StopSilo, index % options.Silos, TimeSpan.Zero)
                    : new Disturbance(lane, at, DisturbanceKind.StopGateway, index % options.Gateways, TimeSpan.Zero)
                : Draw(options, lane, at, random);
            yield return drawn;
            if (lane != DisturbanceLane.Service)
            {
                at += drawn.Lasts;
            }
        }
    }

    private static Disturbance Draw(ScenarioOptions options, DisturbanceLane lane, TimeSpan at, Random random)
    {
        switch (lane)
        {
            case DisturbanceLane.Silos:
                return Draw(lane, at, random, Silos, options.Silos);
            case DisturbanceLane.Gateways:
                return Draw(lane, at, random, Gateways, options.Gateways);
            case DisturbanceLane.Database:
                return Draw(lane, at, random, Databases, options.Silos);
            case DisturbanceLane.Network:
                return new Disturbance(lane, at, DisturbanceKind.IsolateSilo, random.Next(options.Silos), random.Within(4, 26));
            default:
                return random.Next(8) == 0
                    ? new Disturbance(lane, at, DisturbanceKind.KillService, 0, random.Within(0, 3))
                    : new Disturbance(lane, at, DisturbanceKind.Fault, 0, random.Within(1, 5), Faults[random.Next(Faults.Length)]);
        }
    }

    private static Disturbance Draw(
        DisturbanceLane lane, TimeSpan at, Random random, IReadOnlyList<(int Weight, (DisturbanceKind Kind, double From, double To) What)> table, int targets)
    {
        var (kind, from, to) = random.Pick(table);
        return new Disturbance(lane, at, kind, random.Next(targets), random.Within(from, to));
    }

    // System.HashCode differs from process to process.
    private static int HashCode(int seed, DisturbanceLane lane) => unchecked((seed * 397) ^ ((int)lane * 7919));
}
