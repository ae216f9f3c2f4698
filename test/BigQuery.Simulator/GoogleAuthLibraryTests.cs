using System.Net;
using System.Security.Cryptography;
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

    private async Task<HttpStatusCode> ListAsync(string token)
    {
        using var client = new HttpClient { BaseAddress = _simulator!.Endpoint };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var response = await client.GetAsync("projects/acme/jobs", TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
