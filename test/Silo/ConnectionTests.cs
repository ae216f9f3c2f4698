using BackendPlugins.Processes;
using BackendPlugins.Silo.Tests.Cluster;
using Grpc.Core;

namespace BackendPlugins.Silo.Tests;

/// <summary>What a gateway does with the connections of its clients.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task Connections_past_their_age_are_replaced_without_a_failed_call()
    {
        await using var gateway = Start("--Grpc:MaxConnectionAge=00:00:00.500");
        using var client = new FlyteClient(gateway);
        await Until.TrueAsync(async () => await gateway.StatusAsync("/healthz/live") is not null, "the gateway lives");

        var calls = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            var done = 0;
            for (var start = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(20); done++)
            {
                await client.ListAsync();
                await Task.Delay(done % 5, TestContext.Current.CancellationToken);
            }

            return done;
        }));

        calls.Sum().ShouldBeGreaterThan(500);
        client.Connections.ShouldBeInRange(15, 80);
    }

    [Fact]
    public async Task A_gateway_that_is_told_to_stop_is_not_ready_first_and_answers_what_is_under_way()
    {
        await using var gateway = Start("--Calls:Budget=00:00:06", "--Grpc:StopDelay=00:00:03");
        using var client = new FlyteClient(gateway);
        await Until.TrueAsync(async () => await gateway.StatusAsync("/healthz/live") is not null, "the gateway lives");
        var pending = client.CreateAsync(FlyteClient.Query("stop", 0, "SELECT 1"));

        await gateway.Program.SignalAsync("TERM");
        await gateway.Program.WaitForLineAsync(line => line.Contains("Not ready any more", StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        await client.ListAsync();

        var answer = await Should.ThrowAsync<RpcException>(pending);
        answer.StatusCode.ShouldBe(StatusCode.Unavailable);
        answer.Status.Detail.ShouldContain("did not answer in time");
        (await gateway.Program.WaitForExitAsync(TimeSpan.FromSeconds(30))).ShouldBe(0);
    }

    private static HostProcess Start(params string[] settings)
    {
        var (grpc, http) = (StandaloneInstance.FreePort(), StandaloneInstance.FreePort());
        var program = ProgramOutput.Start(
            "Gateway",
            "BackendPlugins.Gateway",
            [$"--Grpc:Port={grpc}", $"--Http:Port={http}", $"--Silo:GatewayPort={StandaloneInstance.FreePort()}", .. settings]);
        return new HostProcess(program, http, grpc);
    }
}
