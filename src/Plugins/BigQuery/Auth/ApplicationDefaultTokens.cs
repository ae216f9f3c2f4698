using System.Net.Http.Headers;
using Google.Apis.Auth.OAuth2;

namespace BackendPlugins.BigQuery;

/// <summary>Tokens of Google's application default credentials. The library finds, caches and refreshes them.</summary>
internal sealed class ApplicationDefaultTokens : IGoogleTokens
{
    private const string Scope = "https://www.googleapis.com/auth/bigquery";

    private ITokenAccessWithHeaders? _tokens;

    public async Task AuthorizeAsync(HttpRequestHeaders headers, CancellationToken cancellationToken)
    {
        // Two first callers may both scope the credential: the same one, so the later copy does no harm.
        var tokens = _tokens ??= (await GoogleCredential.GetApplicationDefaultAsync(cancellationToken)).CreateScoped(Scope);
        var token = await tokens.GetAccessTokenWithHeadersForRequestAsync(authUri: null, cancellationToken);
        token.AddHeaders(headers);
    }
}
