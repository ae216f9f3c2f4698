using System.Net;
using BackendPlugins.Kubernetes.Manifests.Tests.Rendering;
using BackendPlugins.Processes;
using k8s.Models;

namespace BackendPlugins.Kubernetes.Manifests.Tests;

/// <summary>The programs as the manifests start them: the same arguments, environment and files, on a real PostgreSQL.</summary>
public sealed class RunTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData("overlay postgres")]
    [InlineData("chart")]
    [InlineData("overlay kubernetes")]
    [InlineData("chart, kubernetes")]
    public async Task What_the_manifests_say_makes_a_cluster_that_is_ready(string rendering)
    {
        var manifest = await Renderings.ReadAsync(rendering);
        await using var server = await PostgresServer.CreateAsync();
        var secret = Directory.CreateTempSubdirectory("secret");
        await using var api = manifest.Of<V1Role>().Count > 0 ? await GrantedApi.StartAsync(manifest, secret.CreateSubdirectory("accounts").FullName) : null;
        var accounts = new Dictionary<string, string>();
        try
        {
            foreach (var component in api is null ? [] : new[] { "silo", "gateway" })
            {
                accounts[component] = await api!.KubeConfigAsync(component);
            }

            await File.WriteAllTextAsync(Path.Combine(secret.FullName, "ConnectionStrings__Jobs"), await server.CreateDatabaseAsync(), TestContext.Current.CancellationToken);
            var (siloHttp, gatewayHttp) = (StandaloneInstance.FreePort(), StandaloneInstance.FreePort());

            // A silo that comes before the migration ends and says why.
            await using (var early = Start("silo", SiloPorts(StandaloneInstance.FreePort())))
            {
                (await early.WaitForExitAsync(Soon)).ShouldBe(1, early.Text);
                early.Text.ShouldContain("apply the migrations first");
            }

            await using var migration = Start("migrate");
            (await migration.WaitForExitAsync(Soon)).ShouldBe(0, migration.Text);
            await using var silo = Start("silo", SiloPorts(siloHttp));
            await using var gateway = Start("gateway", $"--Grpc:Port={StandaloneInstance.FreePort()}", $"--Http:Port={gatewayHttp}");
            await ReadyAsync(Probes("silo"), siloHttp, silo);
            await ReadyAsync(Probes("gateway"), gatewayHttp, gateway);
            silo.Text.ShouldContain("""{"Timestamp":""", customMessage: "logs are JSON");

            await silo.SignalAsync("TERM");
            (await silo.WaitForExitAsync(TimeSpan.FromSeconds(manifest.Workloads.First(workload => workload.Component == "silo").Pod.TerminationGracePeriodSeconds!.Value))).ShouldBe(0);
        }
        finally
        {
            secret.Delete(recursive: true);
        }

        ProgramOutput Start(string component, params string[] ports)
        {
            var container = manifest.Workloads.First(workload => workload.Component == component).Container;
            var environment = manifest.Of<V1ConfigMap>().Single().Data.ToDictionary();
            foreach (var variable in container.Env ?? [])
            {
                environment[variable.Name] = variable.Name == "SettingsFolder" ? secret.FullName : variable.Value ?? (variable.Name == "Silo__Address" ? "127.0.0.1" : "pod-0");
            }

            if (accounts.TryGetValue(component, out var account))
            {
                environment["KUBECONFIG"] = account;
            }

            var program = component == "gateway" ? "Gateway" : "Silo";
            var bin = new DirectoryInfo(AppContext.BaseDirectory);
            return ProgramOutput.Run(
                "dotnet",
                ["exec", Path.Combine(bin.Parent!.Parent!.FullName, program, bin.Name, $"BackendPlugins.{program}.dll"), .. container.Args ?? [], .. ports],
                environment);
        }

        V1Probe[] Probes(string component) => manifest.Workloads.First(workload => workload.Component == component).Container
            is { StartupProbe: { } startup, ReadinessProbe: { } readiness, LivenessProbe: { } liveness } ? [startup, readiness, liveness] : throw new InvalidOperationException("There are no probes.");
    }

    // The ports of the manifests may be in use on this machine.
    private static string[] SiloPorts(int http) =>
        [$"--Silo:Port={StandaloneInstance.FreePort()}", $"--Silo:GatewayPort={StandaloneInstance.FreePort()}", $"--Http:Port={http}"];

    private static async Task ReadyAsync(V1Probe[] probes, int port, ProgramOutput program)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        foreach (var probe in probes)
        {
            var start = TimeProvider.System.GetTimestamp();
            while (await AnswerAsync(new Uri($"http://127.0.0.1:{port}{probe.HttpGet.Path}")) != HttpStatusCode.OK)
            {
                TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(Soon, $"{probe.HttpGet.Path}: {program.Text}");
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }

        async Task<HttpStatusCode?> AnswerAsync(Uri address)
        {
            try
            {
                using var answer = await http.GetAsync(address, TestContext.Current.CancellationToken);
                return answer.StatusCode;
            }
            catch (HttpRequestException)
            {
                return null;
            }
        }
    }
}
