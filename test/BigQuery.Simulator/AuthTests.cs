using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Tests;

public sealed class AuthTests : IDisposable
{
    private const string Account = "runner@acme.iam.gserviceaccount.com";
    private const string Scope = "https://www.googleapis.com/auth/bigquery";
    private const string MetadataToken = "computeMetadata/v1/instance/service-accounts/default/token";
    private readonly RSA _key = RSA.Create(2048);
    private readonly string _publicKey = Path.GetTempFileName();

    public AuthTests() => File.WriteAllText(_publicKey, _key.ExportSubjectPublicKeyInfoPem());

    public void Dispose()
    {
        _key.Dispose();
        File.Delete(_publicKey);
    }

    [Fact]
    public async Task An_assertion_is_exchanged_for_a_token_that_opens_the_api_until_it_expires()
    {
        await using var scene = await StartAsync();

        var answer = await ExchangeAsync(scene, Assertion(scene));
        Authorize(scene, answer);

        ((int)answer.Json["expires_in"]!).ShouldBe(3600);
        ((string?)answer.Json["token_type"]).ShouldBe("Bearer");
        (await scene.ListAsync()).Code.ShouldBe(HttpStatusCode.OK);
        scene.Clock.Advance(TimeSpan.FromSeconds(3599));
        (await scene.ListAsync()).Code.ShouldBe(HttpStatusCode.OK);
        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        (await scene.ListAsync()).Code.ShouldBe(HttpStatusCode.Unauthorized);
        var books = scene.Simulator.ReadBooks();
        (books.TokensIssued, books.Calls["token"]).ShouldBe((1, 1));
        ((int)(await scene.GetAsync("_books")).Json["tokensIssued"]!).ShouldBe(1);
    }

    [Fact]
    public async Task A_token_of_before_a_restart_is_good_until_tokens_are_revoked()
    {
        Answer token;
        await using (var scene = await StartAsync())
        {
            token = await ExchangeAsync(scene, Assertion(scene));
        }

        await using var restarted = await StartAsync();
        Authorize(restarted, token);

        (await restarted.ListAsync()).Code.ShouldBe(HttpStatusCode.OK);
        (await restarted.SendAsync(HttpMethod.Delete, "_tokens")).Code.ShouldBe(HttpStatusCode.NoContent);
        (await restarted.ListAsync()).Code.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(null, "required", null)]
    [InlineData("Bearer made-up", "authError", "invalid_token")]
    [InlineData("Bearer ya29.simulated.AAAA.AAAA", "authError", "invalid_token")]
    [InlineData("Basic abc", "required", null)]
    public async Task Without_a_good_token_a_call_is_refused_in_googles_form(string? authorization, string reason, string? error)
    {
        await using var scene = await StartAsync();
        scene.Client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        using var response = await scene.Client.GetAsync("bigquery/v2/projects/acme/jobs", TestContext.Current.CancellationToken);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"]!;

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        ((string?)body["status"]).ShouldBe("UNAUTHENTICATED");
        ((string?)body["errors"]![0]!["reason"]).ShouldBe(reason);
        response.Headers.WwwAuthenticate.ToString().ShouldBe($"Bearer realm=\"https://accounts.google.com/\"{(error is null ? "" : $", error=\"{error}\"")}");
        (await scene.GetAsync("_books")).Code.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("https://www.googleapis.com/auth/bigquery", HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData("openid https://www.googleapis.com/auth/cloud-platform", HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData("https://www.googleapis.com/auth/cloud-platform.read-only", HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData("https://www.googleapis.com/auth/devstorage.read_only", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    public async Task The_scopes_decide_what_a_token_opens(string scope, HttpStatusCode reading, HttpStatusCode inserting)
    {
        await using var scene = await StartAsync();
        Authorize(scene, await ExchangeAsync(scene, Assertion(scene, claims => claims["scope"] = scope)));

        (await scene.ListAsync()).Code.ShouldBe(reading);
        (await scene.InsertAsync("j1", "SELECT 1")).Code.ShouldBe(inserting);
    }

    [Theory]
    [InlineData("iss", null, "iss")]
    [InlineData("iss", "stranger@example.com", "account not found")]
    [InlineData("scope", null, "scope")]
    [InlineData("aud", "https://example.com/elsewhere", "aud")]
    [InlineData("aud", null, "aud")]
    [InlineData("exp", "late", "exp")]
    [InlineData("exp", "7200", "short-lived")]
    [InlineData("exp", "-1", "short-lived")]
    [InlineData("iat", "3600", "short-lived")]
    public async Task An_assertion_that_is_not_in_order_is_refused_by_its_claim(string claim, string? value, string message)
    {
        await using var scene = await StartAsync();

        var answer = await ExchangeAsync(scene, Assertion(scene, claims => claims[claim] = value is null ? null
            : int.TryParse(value, out var offset) ? scene.Clock.GetUtcNow().ToUnixTimeSeconds() + offset : value));

        answer.Code.ShouldBe(HttpStatusCode.BadRequest);
        ((string?)answer.Json["error"]).ShouldBe(claim == "scope" ? "invalid_scope" : "invalid_grant");
        ((string?)answer.Json["error_description"])!.ShouldContain(message);
        scene.Simulator.ReadBooks().TokensIssued.ShouldBe(0);
    }

    [Fact]
    public async Task A_signature_counts_only_when_the_accounts_key_is_known()
    {
        await using var strict = await StartAsync();
        await using var trusting = await Scene.StartAsync(options => options.RequireAuth = true);
        using var other = RSA.Create(2048);
        var forged = Sign(other, Assertion(strict));

        ((string?)(await ExchangeAsync(strict, forged)).Json["error_description"]).ShouldBe("Invalid JWT Signature.");
        (await ExchangeAsync(trusting, forged)).Code.ShouldBe(HttpStatusCode.OK);
        ((string?)(await ExchangeAsync(trusting, "not.a.jwt")).Json["error"]).ShouldBe("invalid_grant");
        ((string?)(await ExchangeAsync(trusting, "nothing")).Json["error"]).ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_jwt_signed_for_the_api_itself_is_a_token()
    {
        await using var scene = await StartAsync();
        scene.Client.DefaultRequestHeaders.Authorization = new("Bearer", Assertion(scene, claims => claims["aud"] = "https://bigquery.googleapis.com/"));

        (await scene.ListAsync()).Code.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("grant_type=refresh_token&client_id=c&client_secret=s&refresh_token=r", null)]
    [InlineData("grant_type=refresh_token&client_id=c&client_secret=s&refresh_token=revoked-1", "invalid_grant")]
    [InlineData("grant_type=refresh_token&client_id=c&refresh_token=r", "invalid_request")]
    [InlineData("grant_type=password", "unsupported_grant_type")]
    [InlineData("", "invalid_request")]
    public async Task A_user_refreshes_a_token(string form, string? error)
    {
        await using var scene = await StartAsync();

        var answer = await FormAsync(scene, form);

        ((string?)answer.Json["error"]).ShouldBe(error);
        (answer.Json["access_token"] is not null).ShouldBe(error is null);
    }

    [Fact]
    public async Task The_metadata_server_wants_its_header_and_gives_account_project_and_token()
    {
        await using var scene = await StartAsync();

        var refused = await scene.GetAsync(MetadataToken);
        scene.Client.DefaultRequestHeaders.Add("Metadata-Flavor", "Google");
        var token = await scene.GetAsync(MetadataToken);

        refused.Code.ShouldBe(HttpStatusCode.Forbidden);
        Authorize(scene, token);
        (await scene.InsertAsync("j1", "SELECT 1")).Code.ShouldBe(HttpStatusCode.OK);
        (await scene.GetAsync("computeMetadata/v1/project/project-id")).Text.ShouldBe("simulated");
        (await scene.GetAsync("computeMetadata/v1/instance/service-accounts/default/email")).Text.ShouldBe("simulator@simulated.iam.gserviceaccount.com");
        using var response = await scene.Client.GetAsync("computeMetadata/v1/instance", TestContext.Current.CancellationToken);
        response.Headers.GetValues("Metadata-Flavor").ShouldBe(["Google"]);
        scene.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "10.0.0.1");
        (await scene.GetAsync("computeMetadata/v1/project/project-id")).Code.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Tokens_have_faults_of_their_own_in_the_form_of_oauth()
    {
        await using var scene = await StartAsync();
        await scene.PostAsync("_faults", """[{"method":"token","mode":"status","status":400,"reason":"invalid_grant","message":"Account disabled","times":1},{"method":"token","mode":"status","times":1}]""");

        var first = await ExchangeAsync(scene, Assertion(scene));
        var second = await ExchangeAsync(scene, Assertion(scene));

        first.Code.ShouldBe(HttpStatusCode.BadRequest);
        ((string?)first.Json["error"]).ShouldBe("invalid_grant");
        ((string?)first.Json["error_description"]).ShouldBe("Account disabled");
        second.Code.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await ExchangeAsync(scene, Assertion(scene))).Code.ShouldBe(HttpStatusCode.OK);
    }

    private Task<Scene> StartAsync() => Scene.StartAsync(options =>
    {
        options.RequireAuth = true;
        options.ServiceAccountKeys[Account] = _publicKey;
    });

    private static void Authorize(Scene scene, Answer token) => scene.Client.DefaultRequestHeaders.Authorization = new("Bearer", (string)token.Json["access_token"]!);

    private static Task<Answer> ExchangeAsync(Scene scene, string assertion) =>
        FormAsync(scene, $"grant_type={Uri.EscapeDataString("urn:ietf:params:oauth:grant-type:jwt-bearer")}&assertion={assertion}");

    private static async Task<Answer> FormAsync(Scene scene, string form)
    {
        using var content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        using var response = await scene.Client.PostAsync("token", content, TestContext.Current.CancellationToken);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), null);
    }

    private string Assertion(Scene scene, Action<JsonObject>? change = null)
    {
        var now = scene.Clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject { ["iss"] = Account, ["scope"] = Scope, ["aud"] = "https://oauth2.googleapis.com/token", ["iat"] = now, ["exp"] = now + 3600 };
        change?.Invoke(claims);
        return Sign(_key, $"{Encode("""{"alg":"RS256","typ":"JWT"}""")}.{Encode(claims.ToJsonString())}.");
    }

    private static string Sign(RSA key, string jwt)
    {
        var signed = string.Join('.', jwt.Split('.')[..2]);
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
