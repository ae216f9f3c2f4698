using System.Net.Http.Headers;
using Google.Apis.Auth.OAuth2.Responses;

namespace BackendPlugins.BigQuery;

/// <summary>As whom calls are made. The service's quotas are per user, so each has budgets of its own.</summary>
/// <param name="secret">Name of the task's secret; null for the host.</param>
/// <param name="tokens">Its tokens; null for nobody.</param>
/// <param name="tag">Tells it apart without giving anything away; names its budgets.</param>
internal sealed class Caller(string? secret, IGoogleTokens? tokens, string tag)
{
    /// <summary>The tag of the host's own credentials.</summary>
    public const string HostTag = "host";

    public string Tag => tag;

    /// <summary>Adds a token to a request. Without one nothing must be sent.</summary>
    /// <exception cref="CredentialRefusedException">Google takes the task's credentials for good as none.</exception>
    /// <exception cref="ServiceUnavailableException">There is no token now.</exception>
    public async Task AuthorizeAsync(HttpRequestHeaders headers, CancellationToken cancellationToken)
    {
        if (tokens is null)
        {
            return;
        }

        try
        {
            await tokens.AuthorizeAsync(headers, cancellationToken);
        }
        catch (TokenResponseException exception) when (secret is not null && IsDefinite(exception.Error?.Error))
        {
            throw new CredentialRefusedException(secret, $"is not accepted by Google ({exception.Error!.Error})");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The library throws many types for one thing: no token now.
            throw new ServiceUnavailableException($"No access token for BigQuery: {FirstLine(exception.Message)}", exception) { OutcomeUnknown = false };
        }
    }

    // RFC 6749, 5.2: a revoked or deleted key, an unknown account, or one that may not ask.
    private static bool IsDefinite(string? error) => error is "invalid_grant" or "invalid_client" or "unauthorized_client" or "invalid_scope";

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}
