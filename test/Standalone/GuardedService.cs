using System.Security.Cryptography;
using System.Text.Json.Nodes;
using BackendPlugins.Processes;
using BackendPlugins.Simulators.BigQuery;

namespace BackendPlugins.Standalone.Tests;

/// <summary>A BigQuery that takes only tokens which it handed out itself, and service accounts that it knows.</summary>
internal sealed class GuardedService : IAsyncDisposable
{
    public const string Account = "runner@guarded.iam.gserviceaccount.com";
    public const string OtherAccount = "second@guarded.iam.gserviceaccount.com";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("guarded-");
    private readonly Dictionary<string, RSA> _keys = new() { [Account] = RSA.Create(2048), [OtherAccount] = RSA.Create(2048) };

    private GuardedService()
    {
    }

    public BigQuerySimulator Simulator { get; private set; } = null!;

    public string Endpoint => Simulator.Endpoint.AbsoluteUri;

    /// <summary>Where files of this service can be put.</summary>
    public string Folder => _folder.FullName;

    public static async Task<GuardedService> StartAsync()
    {
        var service = new GuardedService();
        var options = new BigQuerySimulatorOptions { RequireAuth = true };
        foreach (var (account, key) in service._keys)
        {
            options.ServiceAccountKeys[account] = service.PublicKeyOf(account);
            await File.WriteAllTextAsync(service.PublicKeyOf(account), key.ExportSubjectPublicKeyInfoPem());
        }

        service.Simulator = await BigQuerySimulator.StartAsync(options, TimeProvider.System, TestContext.Current.CancellationToken);
        return service;
    }

    /// <summary>The key file of an account as Google's console hands it out.</summary>
    public string KeyOf(string account) => new JsonObject
    {
        ["type"] = "service_account",
        ["project_id"] = "guarded",
        ["private_key_id"] = "key-1",
        ["private_key"] = _keys[account].ExportPkcs8PrivateKeyPem(),
        ["client_email"] = account,
        ["client_id"] = "1",
        ["token_uri"] = $"{Endpoint}token",
    }.ToJsonString();

    /// <summary>Deletes an account's key: its tokens are worthless from now on, and it gets no others.</summary>
    public async Task DeleteKeyAsync(string account)
    {
        using var another = RSA.Create(2048);
        await File.WriteAllTextAsync(PublicKeyOf(account), another.ExportSubjectPublicKeyInfoPem());
        using var client = new HttpClient { BaseAddress = Simulator.Endpoint };
        (await client.DeleteAsync("_tokens")).EnsureSuccessStatusCode();
    }

    /// <summary>Starts the backend for it, without credentials of the machine that runs the tests.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="environment">Variables that give it credentials; none for a host without.</param>
    public Task<StandaloneInstance> StartBackendAsync(string data, params IEnumerable<(string Name, string Value)> environment)
    {
        var variables = new Dictionary<string, string> { ["HOME"] = Folder, ["GOOGLE_APPLICATION_CREDENTIALS"] = "", ["NO_GCE_CHECK"] = "true" };
        foreach (var (name, value) in environment)
        {
            variables[name] = value;
        }

        return StandaloneInstance.StartAsync(data, variables, ["--bigquery-endpoint", Endpoint, "--Polling:Minimum", "00:00:00.2"]);
    }

    /// <summary>Looks until a condition holds.</summary>
    public async Task UntilAsync(Func<Simulators.BigQuery.Books.JobBook, bool> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!Simulator.ReadBooks().Jobs.Any(wanted))
        {
            await Task.Delay(50, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Simulator.DisposeAsync();
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private string PublicKeyOf(string account) => Path.Combine(Folder, $"{account}.pem");
}
