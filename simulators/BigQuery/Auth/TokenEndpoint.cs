using System.Text.Json.Nodes;
using BackendPlugins.Simulators.BigQuery.Api;
using BackendPlugins.Simulators.BigQuery.Faults;

namespace BackendPlugins.Simulators.BigQuery.Auth;

/// <summary>The OAuth token endpoint: JWT assertions of service accounts, and refresh tokens of users.</summary>
internal sealed class TokenEndpoint(AccessTokens tokens, SignedClaims claims)
{
    private const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private const string UserScopes = "https://www.googleapis.com/auth/cloud-platform openid";

    public ApiAnswer Exchange(IFormCollection form) => (string?)form["grant_type"] switch
    {
        JwtBearer => ExchangeAssertion((string?)form["assertion"] ?? ""),
        "refresh_token" => Refresh(form),
        null or "" => Refuse("invalid_request", "Required parameter is missing: grant_type"),
        var other => Refuse("unsupported_grant_type", $"Invalid grant_type: {other}"),
    };

    /// <summary>The token that the metadata server gives to the machine's account.</summary>
    public ApiAnswer IssueTo(string account, string scopes) => Issue(account, scopes, extra: null);

    /// <summary>A status fault in the form of OAuth.</summary>
    public static ApiAnswer Answer(Fault fault)
    {
        var code = fault.Status ?? StatusCodes.Status503ServiceUnavailable;
        return Refuse(fault.Reason ?? (code >= 500 ? "internal_failure" : "invalid_grant"), fault.Message ?? "The simulator was told to refuse this.", code);
    }

    /// <summary>A refusal in the form of OAuth.</summary>
    public static ApiAnswer Refuse(string error, string description, int code = StatusCodes.Status400BadRequest) =>
        ApiAnswer.Json(code, new JsonObject { ["error"] = error, ["error_description"] = description });

    private ApiAnswer ExchangeAssertion(string assertion)
    {
        try
        {
            var read = claims.Read(assertion, audience => Uri.TryCreate(audience, UriKind.Absolute, out var uri) && uri.AbsolutePath is "/token" or "/oauth2/v4/token");
            return (string?)read["scope"] is { Length: > 0 } scopes
                ? Issue((string)read["iss"]!, scopes, extra: null)
                : Refuse("invalid_scope", "Invalid OAuth scope or ID token audience provided.");
        }
        catch (FormatException failure)
        {
            return Refuse("invalid_grant", failure.Message);
        }
    }

    private ApiAnswer Refresh(IFormCollection form)
    {
        foreach (var name in new[] { "client_id", "client_secret", "refresh_token" })
        {
            if (string.IsNullOrEmpty(form[name]))
            {
                return Refuse("invalid_request", $"Could not determine {name} from request.");
            }
        }

        return ((string)form["refresh_token"]!).StartsWith("revoked", StringComparison.Ordinal)
            ? Refuse("invalid_grant", "Token has been expired or revoked.")
            : Issue((string)form["client_id"]!, UserScopes, ("scope", UserScopes));
    }

    private ApiAnswer Issue(string subject, string scopes, (string Name, string Value)? extra)
    {
        var answer = new JsonObject
        {
            ["access_token"] = tokens.Issue(subject, scopes),
            ["expires_in"] = tokens.LifeSeconds,
            ["token_type"] = "Bearer",
        };
        if (extra is var (name, value))
        {
            answer[name] = value;
        }

        return ApiAnswer.Json(StatusCodes.Status200OK, answer);
    }
}
