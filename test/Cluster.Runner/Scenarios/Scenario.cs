using BackendPlugins.Cluster.Runner.Checking;
using BackendPlugins.Cluster.Runner.Clients;
using BackendPlugins.Cluster.Runner.Nemesis;
using BackendPlugins.Cluster.Runner.Parties;
using BackendPlugins.Cluster.Runner.Reporting;

namespace BackendPlugins.Cluster.Runner.Scenarios;

/// <summary>One run: a cluster is started, used, disturbed and healed, and held to its promises.</summary>
internal sealed class Scenario(ScenarioOptions options, TimeProvider time, Action<string> say)
{
    /// <summary>Runs it. The logs are removed where nothing is wrong and nobody wants them.</summary>
    public async Task<ScenarioResult> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory(FormattableString.Invariant($"cluster-{options.Mix}-{options.Seed}-")).FullName;
        say($"seed {options.Seed}, {options.Mix}: {options.Silos} silos, {options.Gateways} gateways, {options.Jobs} nodes; logs in {folder}");
        var nodes = JobPlan.Draw(options);
        var began = time.GetTimestamp();
        ScenarioResult result;
        await using (var cluster = await RunningCluster.StartAsync(options, folder, time))
        {
            say($"all is up after {time.GetElapsedTime(began).TotalSeconds:0} s");
            result = await RunAsync(cluster, nodes, folder);
        }

        if (result.Violations.Count == 0 && !options.KeepLogs)
        {
            Directory.Delete(folder, recursive: true);
        }
        else
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "report.txt"), $"{result.Report}\n{result.LongestSilence}\n");
        }

        return result;
    }

    private async Task<ScenarioResult> RunAsync(RunningCluster cluster, IReadOnlyList<NodeScript> nodes, string folder)
    {
        using var calls = new GatewayCalls(cluster.GrpcAddresses, time);
        using var service = new ServiceFaults(cluster.ServiceAddress);
        using var reader = new StoreReader(cluster.HttpAddresses, time);
        using var stopClients = new CancellationTokenSource();
        using var stopMinding = new CancellationTokenSource();
        using var probing = new GatewayCalls(cluster.GrpcAddresses, time);
        var probes = new RecoveryProbes(calls, probing, time);
        var nemesis = new ClusterNemesis(cluster, service, probes, options.Mix, time);
        var minding = nemesis.MindAsync(stopMinding.Token);

        // Elsewhere a client meets gateways that are gone, as it would for a moment behind any balancer.
        using var ready = new ReadyGateways(cluster.HttpAddresses, time);
        var watching = options.Mix == ScenarioMix.Rolling ? ready.WatchAsync(stopMinding.Token) : Task.CompletedTask;
        var clients = Task.WhenAll(nodes.Select(node => new NodeClient(calls, () => ready.Numbers, node, time, stopClients.Token).RunAsync()));
        await nemesis.RunAsync(DisturbancePlan.Draw(options), options.Disturbed);
        var healed = time.GetUtcNow();
        say($"healed after {nemesis.Disturbed.Count} disturbances; {calls.Answers.Count} answers so far");

        await probes.CompleteAsync();
        stopClients.CancelAfter(options.Quiet);
        await clients;
        var stored = await UntilEndedAsync(reader, healed + options.Quiet);
        await AskOnceMoreAsync(calls, nodes);
        stored = await reader.WithDetailsAsync(stored, time.GetUtcNow() + options.Quiet);
        var books = await service.ReadBooksAsync();
        await stopMinding.CancelAsync();
        await Task.WhenAll(minding, watching);

        var evidence = new Evidence { Nodes = nodes, Answers = calls.Answers, Books = books.Jobs, Stored = stored, Disturbed = nemesis.Disturbed, Recoveries = probes.Recoveries, Probes = probes.Answers };
        return ScenarioReport.Of(options, evidence, Checker.Check(evidence), time.GetUtcNow() - healed, folder);
    }

    private async Task<IReadOnlyList<StoredJob>> UntilEndedAsync(StoreReader reader, DateTimeOffset limit)
    {
        while (true)
        {
            // A database that is just coming up has its own time to answer.
            var stored = await reader.ReadAsync(limit + TimeSpan.FromSeconds(30));
            if (stored.All(job => job.IsEnded) || time.GetUtcNow() > limit)
            {
                return stored;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), time);
        }
    }

    /// <summary>What every client would be told now.</summary>
    private static Task AskOnceMoreAsync(GatewayCalls calls, IReadOnlyList<NodeScript> nodes)
    {
        var metas = calls.Answers.Where(answer => answer is { Call: CallKind.Create, IsOk: true }).DistinctBy(answer => answer.Job).ToDictionary(answer => answer.Job, answer => answer.Meta);
        return Parallel.ForEachAsync(
            nodes.SelectMany(node => node.Attempts).Where(job => metas.ContainsKey(job.Name)).Index(),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (job, _) => await calls.GetAsync(job.Index % calls.Gateways, job.Item, metas[job.Item.Name]));
    }
}

/// <summary>What came of a scenario.</summary>
/// <param name="Evidence">What was seen.</param>
/// <param name="Violations">None, if all is well.</param>
/// <param name="Summary">One paragraph.</param>
/// <param name="Report">The summary, and of each violation its job's timeline and how to repeat it.</param>
internal sealed record ScenarioResult(Evidence Evidence, IReadOnlyList<Violation> Violations, string Summary, string Report)
{
    /// <summary>The timeline of the job that gave no answer for longest; empty where none was silent.</summary>
    public string LongestSilence { get; init; } = "";
}
