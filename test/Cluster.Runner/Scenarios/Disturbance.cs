using BackendPlugins.Simulators.BigQuery.Faults;

namespace BackendPlugins.Cluster.Runner.Scenarios;

/// <summary>Something that is done to the cluster.</summary>
internal enum DisturbanceKind
{
    /// <summary>SIGKILL to a silo, then a new one on its ports.</summary>
    KillSilo,

    /// <summary>SIGTERM to a silo, then a new one on its ports.</summary>
    StopSilo,

    /// <summary>SIGSTOP to a silo for longer than the others take to declare it dead, then SIGCONT: it must write nothing more.</summary>
    PauseSilo,

    /// <summary>SIGKILL to a gateway, then a new one on its ports.</summary>
    KillGateway,

    /// <summary>SIGTERM to a gateway, then a new one on its ports.</summary>
    StopGateway,

    /// <summary>SIGSTOP to a gateway, then SIGCONT.</summary>
    PauseGateway,

    /// <summary>A silo's network goes; its database stays.</summary>
    IsolateSilo,

    /// <summary>PostgreSQL is stopped at once and started later.</summary>
    StopDatabase,

    /// <summary>SIGKILL to PostgreSQL's first process, then a start.</summary>
    KillDatabase,

    /// <summary>
    /// PostgreSQL is stopped, and a silo is killed before it is back: what that silo had seen meanwhile is nowhere but at the
    /// service.
    /// </summary>
    KillSiloInOutage,

    /// <summary>PostgreSQL ends every connection.</summary>
    CutConnections,

    /// <summary>SIGKILL to the service, then a start on its journal.</summary>
    KillService,

    /// <summary>The service misbehaves.</summary>
    Fault,
}

/// <summary>A planned disturbance.</summary>
/// <param name="Lane">Disturbances of one lane follow each other; lanes run beside each other.</param>
/// <param name="At">When, from the start of the scenario; later where the one before it still goes on.</param>
/// <param name="Kind">What.</param>
/// <param name="Target">Which silo or gateway.</param>
/// <param name="Lasts">How long it goes on before it is healed.</param>
/// <param name="Fault">How the service misbehaves; null for other kinds.</param>
internal sealed record Disturbance(
    DisturbanceLane Lane, TimeSpan At, DisturbanceKind Kind, int Target, TimeSpan Lasts, Fault? Fault = null)
{
    public override string ToString() => Fault is { } fault
        ? FormattableString.Invariant($"{Kind} {fault.Method} {fault.Mode}{(fault.Reason is null ? "" : $" {fault.Reason}")} p={fault.Probability} for {Lasts.TotalSeconds:0.0} s")
        : FormattableString.Invariant($"{Kind} {Target} for {Lasts.TotalSeconds:0.0} s");
}

/// <summary>What follows each other.</summary>
internal enum DisturbanceLane
{
    Silos,
    Gateways,
    Database,
    Service,
    Network,

    /// <summary>Whose disturbances do not wait for each other.</summary>
    Deaths,
}
