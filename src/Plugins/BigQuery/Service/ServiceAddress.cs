using System.Diagnostics.CodeAnalysis;

namespace BackendPlugins.BigQuery;

/// <summary>Turns a configured endpoint into the base that method paths are appended to.</summary>
internal static class ServiceAddress
{
    public static bool TryParse(string? endpoint, [NotNullWhen(true)] out Uri? baseAddress)
    {
        baseAddress = null;
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0)
        {
            return false;
        }

        var path = uri.AbsolutePath is "/" ? "/bigquery/v2/" : uri.AbsolutePath.TrimEnd('/') + "/";
        baseAddress = new Uri(uri, path);
        return true;
    }

    public static Uri Parse(string endpoint) => TryParse(endpoint, out var uri)
        ? uri
        : throw new UriFormatException($"\"{endpoint}\" is not a service address.");

    /// <summary>Google's clients want a scheme in <c>BIGQUERY_EMULATOR_HOST</c>; the common <c>localhost:9050</c> is understood too.</summary>
    public static string FromEmulatorHost(string host) => host.Contains("://", StringComparison.Ordinal) ? host : $"http://{host}";
}
