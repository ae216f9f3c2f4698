namespace BackendPlugins.BigQuery;

/// <summary>Adds a token to each request. Without one nothing is sent.</summary>
internal sealed class GoogleTokenHandler(IGoogleTokens tokens) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            await tokens.AuthorizeAsync(request.Headers, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The library throws many types for one thing: no token now.
            throw new ServiceUnavailableException($"No access token for BigQuery: {FirstLine(exception.Message)}", exception) { OutcomeUnknown = false };
        }

        return await base.SendAsync(request, cancellationToken);
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}
