using Google.Apis.Auth.OAuth2;

namespace BackendPlugins.BigQuery;

/// <summary>The credential of the host: Google's application default credentials, as the settings turn them.</summary>
internal static class HostCredential
{
    /// <summary>What the plugin asks tokens for.</summary>
    public const string Scope = "https://www.googleapis.com/auth/bigquery";

    // Tokens for somebody else come from an interface that the narrow scope does not open.
    private const string PlatformScope = "https://www.googleapis.com/auth/cloud-platform";

    public static async Task<GoogleCredential> FindAsync(BigQueryOptions options, CancellationToken cancellationToken) =>
        Turn(await GoogleCredential.GetApplicationDefaultAsync(cancellationToken), options);

    /// <summary>Scopes a credential, lets it act as the configured service account, and names who pays.</summary>
    public static GoogleCredential Turn(GoogleCredential found, BigQueryOptions options)
    {
        var credential = string.IsNullOrEmpty(options.Impersonate)
            ? found.CreateScoped(Scope)
            : found.CreateScoped(PlatformScope).Impersonate(new ImpersonatedCredential.Initializer(options.Impersonate) { Scopes = [Scope] });
        return string.IsNullOrEmpty(options.QuotaProject) ? credential : credential.CreateWithQuotaProject(options.QuotaProject);
    }
}
