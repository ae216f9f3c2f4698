using BackendPlugins.Simulators.BigQuery.Api;

namespace BackendPlugins.Simulators.BigQuery.Auth;

/// <summary>Lets API calls through that carry a good token; when tokens are not required, all of them.</summary>
internal sealed class TokenGate(bool isRequired, AccessTokens tokens, SignedClaims claims)
{
    private const string Realm = "Bearer realm=\"https://accounts.google.com/\"";
    private const string ScopePrefix = "https://www.googleapis.com/auth/";
    private const string Expected = "Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.";

    /// <summary>The refusal; null when the call may go on.</summary>
    public ApiAnswer? Check(HttpRequest request)
    {
        if (!isRequired)
        {
            return null;
        }

        var header = request.Headers.Authorization.ToString();
        var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : request.Query["access_token"].ToString();
        if (token.Length == 0)
        {
            return Refuse(new(StatusCodes.Status401Unauthorized, ErrorReasons.Required, $"Request is missing required authentication credential. {Expected}"), Realm);
        }

        if ((tokens.ScopesOf(token) ?? SelfSigned(token)) is not { } scopes)
        {
            return Refuse(new(StatusCodes.Status401Unauthorized, "authError", $"Request had invalid authentication credentials. {Expected}"), $"{Realm}, error=\"invalid_token\"");
        }

        return Suffices(scopes, request.Method)
            ? null
            : Refuse(
                new(StatusCodes.Status403Forbidden, "insufficientPermissions", "Request had insufficient authentication scopes."),
                $"{Realm}, error=\"insufficient_scope\", scope=\"{ScopePrefix}bigquery {ScopePrefix}cloud-platform\"");
    }

    /// <summary>The scopes of a JWT that a service account signed for this API instead of exchanging it.</summary>
    private string? SelfSigned(string token)
    {
        try
        {
            var read = claims.Read(token, audience => audience.TrimEnd('/').EndsWith("bigquery.googleapis.com", StringComparison.Ordinal), mayLackAudience: true);
            return (string?)read["scope"] ?? $"{ScopePrefix}bigquery";
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static bool Suffices(string scopes, string httpMethod) => scopes.Split([' ', ',']).Any(scope =>
        scope == $"{ScopePrefix}bigquery" || scope == $"{ScopePrefix}cloud-platform"
        || (scope is $"{ScopePrefix}cloud-platform.read-only" or $"{ScopePrefix}bigquery.readonly" && HttpMethods.IsGet(httpMethod)));

    private static ApiAnswer Refuse(ApiError error, string authenticate) =>
        (error with { Location = "Authorization", LocationType = "header" }).ToAnswer() with { Authenticate = authenticate };
}
