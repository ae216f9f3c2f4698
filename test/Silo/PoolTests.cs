using BackendPlugins.Processes;
using BackendPlugins.Silo.Tests.Cluster;
using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Phase = BackendPlugins.Flyte.V1.Core.TaskExecution.Types.Phase;

namespace BackendPlugins.Silo.Tests;

/// <summary>Silos that serve some plugins only.</summary>
public sealed class PoolTests(SharedPostgres postgres)
{
    [Fact]
    public async Task A_job_waits_for_a_silo_that_serves_it_and_goes_on_when_one_comes()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var hosts = await Hosts.CreateAsync(postgres.Server);
        using var other = BuildOtherPool(hosts);
        await other.StartAsync(stop);
        var gateway = await hosts.StartGateway("--Calls:Budget=00:00:03").ReadyAsync();
        using var client = new FlyteClient(gateway);

        var refusal = await Should.ThrowAsync<RpcException>(client.CreateAsync(Query(0, "1s")));
        refusal.StatusCode.ShouldBe(StatusCode.Unavailable);
        refusal.Status.Detail.ShouldContain("no silo of the cluster serves bigquery_query_job_task", customMessage: gateway.Program.Text);

        var pool = await hosts.StartSilo().ReadyAsync();
        await Until.TrueAsync(async () => await AcceptsAsync(client), "the pool takes jobs");
        var meta = await client.CreateAsync(Query(1, "15s"));
        var others = await Task.WhenAll(Enumerable.Range(2, 20).Select(index => client.CreateAsync(Query(index, "1s"))));
        (await Task.WhenAll(others.Select(job => client.EndAsync(job)))).ShouldAllBe(end => end == Phase.Succeeded);

        await pool.Program.SignalAsync("TERM");
        (await pool.Program.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(0);
        (await client.GetAsync(meta)).Message.ShouldContain("no silo of the cluster serves bigquery_query_job_task");
        await Until.TrueAsync(() => hosts.Service.ReadBooks().Jobs.All(book => book.State == "DONE"), "the service has done the job");
        var asked = hosts.Service.ReadBooks().Jobs.Sum(book => book.Gets);

        await hosts.StartSilo().ReadyAsync();
        await Until.TrueAsync(() => hosts.Service.ReadBooks().Jobs.Sum(book => book.Gets) > asked, "the job is watched again though nobody asks for it");
        (await client.EndAsync(meta)).ShouldBe(Phase.Succeeded);
        hosts.Service.ReadBooks().Jobs.ShouldAllBe(book => book.Inserts == 1);
        await other.StopAsync(stop);
    }

    private static async Task<bool> AcceptsAsync(FlyteClient client)
    {
        try
        {
            await client.CreateAsync(Query(0, "1s"));
            return true;
        }
        catch (RpcException unavailable) when (unavailable.StatusCode == StatusCode.Unavailable)
        {
            return false;
        }
    }

    private static TaskRequest Query(int index, string duration) => FlyteClient.Query("pool", index, $"SELECT {index} /* sim: duration={duration} */");

    private static IHost BuildOtherPool(Hosts hosts)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddCommandLine(
        [
            .. hosts.SiloArguments, $"--Silo:Port={StandaloneInstance.FreePort()}", $"--Silo:GatewayPort={StandaloneInstance.FreePort()}", "--Silo:Plugins:0=silent",
        ]);
        builder.AddBackendSilo();
        builder.Services.AddSingleton<IBackendPlugin, SilentPlugin>();
        return builder.Build();
    }
}
