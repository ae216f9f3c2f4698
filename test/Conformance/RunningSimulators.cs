using System.Security.Cryptography;
using System.Text.Json;
using BackendPlugins.Processes;

namespace BackendPlugins.Conformance.Tests;

/// <summary>Two simulators for Google's client: one that asks for no credentials, and one that takes only tokens it handed out itself.</summary>
public sealed class RunningSimulators : IAsyncLifetime
{
    private const string Account = "runner@guarded.iam.gserviceaccount.com";
    private const string Listens = "BigQuery simulator listens on ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("google-client-");
    private readonly List<ProgramOutput> _programs = [];
    private Uri? _open;
    private Uri? _guarded;

    private string ServiceAccountFile => Path.Combine(_folder.FullName, "service-account.json");

    public async ValueTask InitializeAsync()
    {
        var publicKey = WriteServiceAccount();
        // Small pages, so that the client has to ask for more of them.
        _open = await StartAsync("--require-datasets", "--list-page-size", "5", "--result-page-limit", "1000");
        _guarded = await StartAsync("--require-auth", "--metadata-project", "machine-project", $"--service-account-key:{Account}", publicKey);
    }

    /// <summary>Runs one story of the client; it fails with what the client printed.</summary>
    public async Task RunAsync(string story)
    {
        await using var program = ProgramOutput.Run(
            "node",
            [Path.Combine(RunningService.Folder(), "bigquery-client", "client.mjs"), story, _open!.AbsoluteUri, _guarded!.AbsoluteUri, ServiceAccountFile],
            // No credentials of the machine that runs the tests, only those of the simulator's metadata server.
            new Dictionary<string, string> { ["GCE_METADATA_HOST"] = _guarded.Authority, ["HOME"] = _folder.FullName, ["GOOGLE_APPLICATION_CREDENTIALS"] = "" });
        var code = await program.WaitForExitAsync(Patience);
        code.ShouldBe(0, program.Text);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _programs)
        {
            await program.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task<Uri> StartAsync(params IEnumerable<string> args)
    {
        var program = ProgramOutput.Start("BigQuery.Simulator", "BackendPlugins.BigQuery.Simulator", ["--port", "0", .. args]);
        _programs.Add(program);
        var line = await program.WaitForLineAsync(line => line.StartsWith(Listens, StringComparison.Ordinal), Patience);
        return new(line[Listens.Length..]);
    }

    /// <summary>Writes a service account as Google's console hands it out.</summary>
    /// <returns>The file with its public key.</returns>
    private string WriteServiceAccount()
    {
        using var key = RSA.Create(2048);
        File.WriteAllText(ServiceAccountFile, JsonSerializer.Serialize(new
        {
            type = "service_account",
            project_id = "guarded",
            private_key_id = "key-1",
            private_key = key.ExportPkcs8PrivateKeyPem(),
            client_email = Account,
            client_id = "1",
            token_uri = "https://oauth2.googleapis.com/token",
        }));
        var publicKey = Path.Combine(_folder.FullName, "public.pem");
        File.WriteAllText(publicKey, key.ExportSubjectPublicKeyInfoPem());
        return publicKey;
    }
}
