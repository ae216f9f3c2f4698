namespace BackendPlugins.Cluster.Runner.Scenarios;

/// <summary>What a scenario does to the cluster.</summary>
internal enum ScenarioMix
{
    /// <summary>Silos and gateways are killed, stopped and paused.</summary>
    Kills,

    /// <summary>The database is stopped, killed and cut off; a process is killed now and then.</summary>
    Outages,

    /// <summary>The service answers wrongly, late or not at all, and is killed. No process of ours is touched: no call may fail.</summary>
    Faults,

    /// <summary>
    /// Silos, and beside them gateways, are stopped and started one after the other as an upgrade does; clients go to gateways
    /// that say they are ready, as behind a load balancer. No call may fail.
    /// </summary>
    Rolling,

    /// <summary>Silos lose the network but not the database. Needs network namespaces.</summary>
    Partitions,

    /// <summary>
    /// A silo or gateway, drawn, is killed every few seconds and started again at once, with the silos' default settings; after
    /// each silo's death every living job is asked for until it answers.
    /// </summary>
    Deaths,

    /// <summary>All of it at once; partitions where the kernel lets us.</summary>
    Everything,
}
