using System.Net.Http.Headers;
using BackendPlugins.BigQuery.Tests.Kit;
using Google.Apis.Auth.OAuth2;

namespace BackendPlugins.BigQuery.Tests;

public sealed class HostCredentialTests
{
    [Fact]
    public void Impersonation_makes_the_host_act_as_the_account()
    {
        using var endpoint = new TokenEndpoint();
        var options = new BigQueryOptions { Impersonate = "runner@acme.iam.gserviceaccount.com" };
        var credential = HostCredential.Turn(SourceOf(endpoint), options).UnderlyingCredential.ShouldBeOfType<ImpersonatedCredential>();
        credential.TargetPrincipal.ShouldBe("runner@acme.iam.gserviceaccount.com");
        credential.Scopes.ShouldBe([HostCredential.Scope]);
    }

    [Theory]
    [InlineData("payer", "payer")]
    [InlineData(null, null)]
    [InlineData("", null)]
    public async Task Quota_project_goes_with_each_call(string? project, string? header)
    {
        using var endpoint = new TokenEndpoint();
        var credential = HostCredential.Turn(SourceOf(endpoint), new BigQueryOptions { QuotaProject = project });
        using var request = new HttpRequestMessage();
        await new CredentialTokens(_ => Task.FromResult(credential)).AuthorizeAsync(request.Headers, PluginStage.Stop);
        request.Headers.Authorization.ShouldBe(new AuthenticationHeaderValue("Bearer", "token1"));
        (request.Headers.TryGetValues("x-goog-user-project", out var values) ? values.Single() : null).ShouldBe(header);
    }

    [Theory]
    [InlineData("my_secret", null, null, null, "_FSEC_MY_SECRET", "env")]
    [InlineData("my_secret", "_UNION_", null, null, "_UNION_MY_SECRET", "env")]
    [InlineData("my_secret", "_UNION_", null, null, "_FSEC_MY_SECRET", null)]
    [InlineData("My_Secret", null, null, null, "/etc/secrets/my_secret", "file")]
    [InlineData("my_secret", null, "/run/keys", null, "/run/keys/my_secret", "file")]
    [InlineData("my_secret", null, null, "p-", "/etc/secrets/p-my_secret", "file")]
    [InlineData("../etc/passwd", null, null, null, "/etc/secrets/../etc/passwd", null)]
    [InlineData("..", null, null, null, "/etc/secrets/..", null)]
    [InlineData("my_secret", null, null, null, "MY_SECRET", null)]
    public void Secrets_of_the_host_are_where_flytekit_looks(string name, string? envPrefix, string? folder, string? filePrefix, string place, string? expected)
    {
        var environment = new Dictionary<string, string?>
        {
            ["FLYTE_SECRETS_ENV_PREFIX"] = envPrefix,
            ["FLYTE_SECRETS_DEFAULT_DIR"] = folder,
            ["FLYTE_SECRETS_FILE_PREFIX"] = filePrefix,
        };
        var secrets = new HostSecrets(
            variable => variable == place ? " env \n" : environment.GetValueOrDefault(variable), path => path == place ? "file\n" : null);
        secrets.Find(name).ShouldBe(expected);
    }

    [Fact]
    public void Environment_goes_before_file_and_an_empty_variable_counts_for_none()
    {
        new HostSecrets(name => name == "_FSEC_A" ? "env" : null, _ => "file").Find("a").ShouldBe("env");
        new HostSecrets(name => name == "_FSEC_A" ? " " : null, _ => "file").Find("a").ShouldBe("file");
    }

    private static GoogleCredential SourceOf(TokenEndpoint endpoint) =>
        CredentialFactory.FromJson<ServiceAccountCredential>(endpoint.KeyOf()).ToGoogleCredential();
}
