using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Flows;
using Google.Apis.Auth.OAuth2.Responses;

namespace BackendPlugins.Simulators.BigQuery.Tests;

/// <summary>Google's own credentials for .NET against the token endpoint and the metadata server.</summary>
public sealed class GoogleAuthLibraryTests : IAsyncLifetime
{
    private const string Account = "runner@acme.iam.gserviceaccount.com";
    private const string Scope = "https://www.googleapis.com/auth/bigquery";
    private readonly RSA _key = RSA.Create(2048);
    private readonly string _publicKey = Path.GetTempFileName();
    private BigQuerySimulator? _simulator;

    private string Endpoint => _simulator!.Endpoint.AbsoluteUri;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_publicKey, _key.ExportSubjectPublicKeyInfoPem(), TestContext.Current.CancellationToken);
        var options = new BigQuerySimulatorOptions { RequireAuth = true, ServiceAccountKeys = { [Account] = _publicKey } };
        _simulator = await BigQuerySimulator.StartAsync(options, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _simulator!.DisposeAsync();
        _key.Dispose();
        File.Delete(_publicKey);
    }

    [Fact]
    public async Task A_service_account_exchanges_its_assertion()
    {
        var credential = new ServiceAccountCredential(new ServiceAccountCredential.Initializer(Account, $"{Endpoint}token") { Scopes = [Scope], Key = _key });

        (await ListAsync(await credential.GetAccessTokenForRequestAsync(cancellationToken: TestContext.Current.CancellationToken))).ShouldBe(HttpStatusCode.OK);
        await credential.GetAccessTokenForRequestAsync(cancellationToken: TestContext.Current.CancellationToken);
        _simulator!.ReadBooks().TokensIssued.ShouldBe(1);
    }

    [Fact]
    public async Task A_service_account_signs_for_itself()
    {
        var credential = new ServiceAccountCredential(new ServiceAccountCredential.Initializer(Account) { Scopes = [Scope], Key = _key, UseJwtAccessWithScopes = true });

        // The library gives the scope in place of an audience.
        (await ListAsync(await credential.GetAccessTokenForRequestAsync("https://bigquery.googleapis.com/", TestContext.Current.CancellationToken))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_stranger_is_told_why_not()
    {
        var credential = new ServiceAccountCredential(new ServiceAccountCredential.Initializer("stranger@example.com", $"{Endpoint}token") { Scopes = [Scope], Key = _key });

        var failure = await Should.ThrowAsync<TokenResponseException>(credential.GetAccessTokenForRequestAsync(cancellationToken: TestContext.Current.CancellationToken));

        failure.Error.Error.ShouldBe("invalid_grant");
        failure.Error.ErrorDescription.ShouldBe("Invalid grant: account not found");
    }

    [Fact]
    public async Task A_machine_asks_its_metadata_server()
    {
        var credential = new ComputeCredential(new ComputeCredential.Initializer($"{Endpoint}computeMetadata/v1/instance/service-accounts/default/token"));

        (await ListAsync(await credential.GetAccessTokenForRequestAsync(cancellationToken: TestContext.Current.CancellationToken))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_user_refreshes()
    {
        using var flow = new AuthorizationCodeFlow(new AuthorizationCodeFlow.Initializer("https://accounts.google.com/o/oauth2/auth", $"{Endpoint}token")
        {
            ClientSecrets = new() { ClientId = "client", ClientSecret = "secret" },
        });
        var credential = new UserCredential(flow, "user", new TokenResponse { RefreshToken = "1//token" });

        (await ListAsync(await credential.GetAccessTokenForRequestAsync(cancellationToken: TestContext.Current.CancellationToken))).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("a-token-of-another-provider", true, null)]
    [InlineData("a-token-of-another-provider", false, null)]
    [InlineData("revoked", false, "invalid_grant")]
    public async Task Who_comes_from_elsewhere_exchanges_a_token(string subject, bool actsAsAnother, string? error)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, subject, TestContext.Current.CancellationToken);
        var json = new JsonObject
        {
            ["type"] = "external_account",
            ["audience"] = "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/provider",
            ["subject_token_type"] = "urn:ietf:params:oauth:token-type:jwt",
            ["token_url"] = $"{Endpoint}v1/token",
            ["credential_source"] = new JsonObject { ["file"] = file },
        };
        if (actsAsAnother)
        {
            json["service_account_impersonation_url"] = $"{Endpoint}v1/projects/-/serviceAccounts/{Account}:generateAccessToken";
        }

        var token = () => TokenOfAsync(CredentialFactory.FromJson<FileSourcedExternalAccountCredential>(json.ToJsonString()).ToGoogleCredential());
        if (error is null)
        {
            (await ListAsync(await token())).ShouldBe(HttpStatusCode.OK);
            _simulator!.ReadBooks().TokensIssued.ShouldBe(actsAsAnother ? 2 : 1);
        }
        else
        {
            (await Should.ThrowAsync<TokenResponseException>(token)).Error.Error.ShouldBe(error);
        }

        File.Delete(file);
    }

    [Fact]
    public async Task An_account_acts_as_another()
    {
        var json = new JsonObject
        {
            ["type"] = "impersonated_service_account",
            ["service_account_impersonation_url"] = $"{Endpoint}v1/projects/-/serviceAccounts/other@acme.iam.gserviceaccount.com:generateAccessToken",
            ["source_credentials"] = new JsonObject
            {
                ["type"] = "service_account",
                ["client_email"] = Account,
                ["private_key"] = _key.ExportPkcs8PrivateKeyPem(),
                ["private_key_id"] = "k1",
                ["token_uri"] = $"{Endpoint}token",
            },
        };

        (await ListAsync(await TokenOfAsync(CredentialFactory.FromJson<ImpersonatedCredential>(json.ToJsonString()).ToGoogleCredential()))).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(null, """{"scope": ["s"]}""", HttpStatusCode.Unauthorized)]
    [InlineData("bigquery", """{"scope": ["s"]}""", HttpStatusCode.Forbidden)]
    [InlineData("cloud-platform", "{}", HttpStatusCode.BadRequest)]
    [InlineData("cloud-platform", "[", HttpStatusCode.BadRequest)]
    [InlineData("cloud-platform", """{"scope": ["s"]}""", HttpStatusCode.OK)]
    public async Task Acting_as_another_wants_a_token_of_the_right_scope(string? scope, string body, HttpStatusCode expected)
    {
        using var client = new HttpClient { BaseAddress = _simulator!.Endpoint };
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/projects/-/serviceAccounts/other@acme.iam.gserviceaccount.com:generateAccessToken") { Content = new StringContent(body) };
        if (scope is not null)
        {
            var credential = new ServiceAccountCredential(new ServiceAccountCredential.Initializer(Account, $"{Endpoint}token") { Scopes = [$"https://www.googleapis.com/auth/{scope}"], Key = _key });
            request.Headers.Authorization = new("Bearer", await credential.GetAccessTokenForRequestAsync(cancellationToken: TestContext.Current.CancellationToken));
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(expected);
    }

    private static Task<string> TokenOfAsync(GoogleCredential credential) =>
        ((ITokenAccess)credential.CreateScoped(Scope)).GetAccessTokenForRequestAsync(cancellationToken: TestContext.Current.CancellationToken);

    private async Task<HttpStatusCode> ListAsync(string token)
    {
        using var client = new HttpClient { BaseAddress = _simulator!.Endpoint };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var response = await client.GetAsync("projects/acme/jobs", TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
