using System.Net.Http.Headers;

namespace BackendPlugins.BigQuery;

/// <summary>Where access tokens come from.</summary>
internal interface IGoogleTokens
{
    /// <summary>Adds the authorization headers of a current token.</summary>
    Task AuthorizeAsync(HttpRequestHeaders headers, CancellationToken cancellationToken);
}
