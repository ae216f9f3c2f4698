using System.Text;
using BackendPlugins.Flyte.V2;
using BackendPlugins.Flyte.V2.Connector;
using BackendPlugins.Flyte.V2.Core;
using BackendPlugins.Processes;
using Grpc.Net.Client;

namespace BackendPlugins.Standalone.Tests;

/// <summary>A secret that came with a task is nowhere in clear: not in the store, not in logs, not on pages.</summary>
public sealed class SecretStorageTests
{
    private const string Secret = "very-confidential-credential-4711";

    [Fact]
    public async Task A_secret_is_nowhere_in_the_data_folder_nor_on_pages()
    {
        using var folder = new TemporaryFolder();
        await using var service = await StandaloneInstance.StartAsync(folder.Data);
        using var channel = GrpcChannel.ForAddress($"http://{service.Endpoint}");
        var client = new AsyncConnectorService.AsyncConnectorServiceClient(channel);
        var request = TaskRequests.ToWire(FlyteClient.Query("secrets", 0, "SELECT 1 /* sim: duration=10m */"));
        request.Connection = new Connection { Secrets = { ["token"] = Secret } };
        var meta = (await client.CreateTaskAsync(request)).ResourceMeta;
        var answer = await client.GetTaskAsync(new GetTaskRequest { ResourceMeta = meta, Connection = request.Connection });
        using var http = new HttpClient { BaseAddress = service.Http };
        var job = System.Text.Json.JsonDocument.Parse(meta.ToByteArray()).RootElement.GetProperty("job").GetString();

        answer.ToString().ShouldNotContain(Secret);
        meta.ToStringUtf8().ShouldNotContain(Secret);
        (await http.GetStringAsync($"/jobs/{job}")).ShouldNotContain(Secret);
        (await http.GetStringAsync($"/api/v1/jobs/{job}")).ShouldNotContain(Secret);
        await service.Program.SignalAsync("TERM");
        await service.Program.WaitForExitAsync(TimeSpan.FromSeconds(60));
        service.Program.Text.ShouldNotContain(Secret);
        var files = Directory.EnumerateFiles(folder.Data, "*", SearchOption.AllDirectories).ToList();
        files.ShouldContain(file => file.EndsWith("jobs.db", StringComparison.Ordinal));
        files.Where(file => Holds(file, Secret)).ShouldBeEmpty();
        files.Where(file => Holds(file, "protectedSecrets")).ShouldNotBeEmpty("the encrypted secret is stored");
    }

    private static bool Holds(string file, string text) => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
}
