using System.Globalization;
using System.Text.Json.Nodes;
using BackendPlugins.Simulators.BigQuery.Api;

namespace BackendPlugins.Simulators.BigQuery.Auth;

/// <summary>
/// Tokens for who comes from elsewhere: the Security Token Service of workload identity federation, and the IAM credentials
/// interface, where one identity asks for a token of another.
/// </summary>
internal sealed class SecurityTokens(AccessTokens tokens, TimeProvider time)
{
    private const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";
    private const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";
    private const string CloudPlatform = "https://www.googleapis.com/auth/cloud-platform";
    private const string Iam = "https://www.googleapis.com/auth/iam";
    private const string Bearer = "Bearer";

    /// <summary>Exchanges a token of another identity provider; any will do unless it begins with <c>revoked</c>.</summary>
    public ApiAnswer Exchange(IFormCollection form)
    {
        if ((string?)form["grant_type"] != TokenExchange)
        {
            return TokenEndpoint.Refuse("unsupported_grant_type", $"Invalid grant_type: {form["grant_type"]}");
        }

        foreach (var name in new[] { "audience", "scope", "subject_token", "subject_token_type" })
        {
            if (string.IsNullOrEmpty(form[name]))
            {
                return TokenEndpoint.Refuse("invalid_request", $"Invalid value for \"{name}\". This value cannot be empty.");
            }
        }

        return ((string)form["subject_token"]!).StartsWith("revoked", StringComparison.Ordinal)
            ? TokenEndpoint.Refuse("invalid_grant", "The given credential is rejected by the attribute condition.")
            : ApiAnswer.Json(StatusCodes.Status200OK, new JsonObject
            {
                ["access_token"] = tokens.Issue($"principal:{form["audience"]}", (string)form["scope"]!),
                ["issued_token_type"] = AccessTokenType,
                ["token_type"] = Bearer,
                ["expires_in"] = tokens.LifeSeconds,
            });
    }

    /// <summary>A token of a service account for a caller who may act as it: here, everyone with a good token of the right scope.</summary>
    /// <param name="authorization">The header of the call.</param>
    /// <param name="account">The account.</param>
    /// <param name="body">The body.</param>
    public ApiAnswer Generate(string authorization, string account, JsonObject? body)
    {
        var scopes = authorization.StartsWith($"{Bearer} ", StringComparison.OrdinalIgnoreCase) ? tokens.ScopesOf(authorization[(Bearer.Length + 1)..].Trim()) : null;
        if (scopes is null)
        {
            return new ApiError(StatusCodes.Status401Unauthorized, "authError", "Request had invalid authentication credentials.").ToAnswer();
        }

        if (!scopes.Split([' ', ',']).Any(scope => scope is CloudPlatform or Iam))
        {
            return new ApiError(StatusCodes.Status403Forbidden, "insufficientPermissions", "Request had insufficient authentication scopes.").ToAnswer();
        }

        if (body?["scope"] is not JsonArray { Count: > 0 } asked)
        {
            return ApiError.Invalid("Scope required.").ToAnswer();
        }

        return ApiAnswer.Json(StatusCodes.Status200OK, new JsonObject
        {
            ["accessToken"] = tokens.Issue(account, string.Join(' ', asked.Select(scope => $"{scope}"))),
            ["expireTime"] = time.GetUtcNow().AddSeconds(tokens.LifeSeconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        });
    }
}
