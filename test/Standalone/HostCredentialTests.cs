using System.Text.Json.Nodes;
using Phase = BackendPlugins.Flyte.V1.Core.TaskExecution.Types.Phase;

namespace BackendPlugins.Standalone.Tests;

/// <summary>Google's application default credentials of the host, each kind against a service that asks for tokens.</summary>
public sealed class HostCredentialTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private GuardedService _google = null!;

    public async ValueTask InitializeAsync() => _google = await GuardedService.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _google.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("service account", 1)]
    [InlineData("workload identity federation", 1)]
    [InlineData("workload identity federation, acting as an account", 2)]
    [InlineData("acting as an account", 2)]
    [InlineData("metadata server", 1)]
    public async Task Task_without_secrets_runs_as_the_host(string kind, int tokens)
    {
        await using var service = await _google.StartBackendAsync(_folder.Data, VariableOf(kind));
        using var client = new FlyteClient(service);
        var end = await client.UntilAsync(await client.CreateAsync(FlyteClient.Query("host", 0, "SELECT 1 /* sim: pending=0s duration=300ms */")), FlyteClient.IsEnd);
        end.Phase.ShouldBe(Phase.Succeeded, end.Message);
        _google.Simulator.ReadBooks().TokensIssued.ShouldBe(tokens, "a token is shared by all calls");
    }

    private (string Name, string Value) VariableOf(string kind)
    {
        if (kind == "metadata server")
        {
            return ("GCE_METADATA_HOST", _google.Simulator.Endpoint.Authority);
        }

        var actsAs = $"{_google.Endpoint}v1/projects/-/serviceAccounts/{GuardedService.OtherAccount}:generateAccessToken";
        var credential = kind switch
        {
            "service account" => JsonNode.Parse(_google.KeyOf(GuardedService.Account))!.AsObject(),
            "acting as an account" => new JsonObject
            {
                ["type"] = "impersonated_service_account",
                ["service_account_impersonation_url"] = actsAs,
                ["source_credentials"] = JsonNode.Parse(_google.KeyOf(GuardedService.Account)),
            },
            _ => new JsonObject
            {
                ["type"] = "external_account",
                ["audience"] = "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/provider",
                ["subject_token_type"] = "urn:ietf:params:oauth:token-type:jwt",
                ["token_url"] = $"{_google.Endpoint}v1/token",
                ["credential_source"] = new JsonObject { ["file"] = Write("subject-token", "a-token-of-the-cluster") },
            },
        };
        if (kind == "workload identity federation, acting as an account")
        {
            credential["service_account_impersonation_url"] = actsAs;
        }

        return ("GOOGLE_APPLICATION_CREDENTIALS", Write("credential.json", credential.ToJsonString()));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_google.Folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
