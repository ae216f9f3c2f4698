using BackendPlugins.Flyte.V1.Service;
using BackendPlugins.Simulators.BigQuery;
using BackendPlugins.Standalone.Startup;
using Grpc.Net.Client;
using Spectre.Console;

namespace BackendPlugins.Standalone.Demo;

/// <summary>Runs the demo against this process's own gRPC port.</summary>
internal sealed class DemoSession(
    DemoOptions options, DataFolder data, int grpcPort, BigQuerySimulator? simulator, IAnsiConsole console, bool live, TimeProvider time)
{
    /// <summary>Creates, shows and sums up.</summary>
    /// <returns>Whether every job ended as its simulation says.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var run = DemoRun.OpenOrBegin(data.DemoFile, options.Jobs, time, out var continued);
        console.WriteLine(continued ? $"Carrying on with {run.Name}: {run.Jobs} jobs" : $"Creating {run.Jobs} jobs as execution {run.Name}");

        using var upstream = new UpstreamCalls();
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{grpcPort}");
        var progress = new DemoProgress(run.Jobs);
        var client = new DemoClient(run, progress, new AsyncAgentService.AsyncAgentServiceClient(channel), options.Parallelism, time);
        var work = client.RunAsync(cancellationToken);
        await new DemoDisplay(console, progress, upstream, time).ShowAsync(work, live);
        await work;

        (run with { Finished = true }).Save(data.DemoFile);
        var summary = DemoSummary.Of(run, continued, progress, upstream, simulator, time.GetElapsedTime(start));
        summary.WriteTo(console);
        return summary.IsTrue;
    }
}
