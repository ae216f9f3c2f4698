using System.Net.Http.Headers;
using Google.Apis.Auth.OAuth2;

namespace BackendPlugins.BigQuery;

/// <summary>Tokens of one credential. Google's library caches them, refreshes them ahead, and once for all who wait.</summary>
/// <param name="find">Finds the credential, scoped. A failure is tried again by the next call.</param>
internal sealed class CredentialTokens(Func<CancellationToken, Task<GoogleCredential>> find) : IGoogleTokens
{
    private ITokenAccessWithHeaders? _tokens;

    public async Task AuthorizeAsync(HttpRequestHeaders headers, CancellationToken cancellationToken)
    {
        // Two first callers may both find the credential: the same one, so the later copy does no harm.
        var tokens = _tokens ??= await find(cancellationToken);
        var token = await tokens.GetAccessTokenWithHeadersForRequestAsync(authUri: null, cancellationToken);
        headers.Authorization = new AuthenticationHeaderValue("Bearer", token.AccessToken);
        // The others: whose quota the call counts against.
        token.AddHeaders(headers);
    }
}
