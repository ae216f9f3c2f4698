namespace BackendPlugins.Dashboard.Text;

/// <summary>Decides which of the links that plugins bring may be followed.</summary>
internal static class WebLink
{
    /// <summary>Whether a text is an absolute http or https address; anything else is shown as text.</summary>
    /// <param name="text">What the plugin sent.</param>
    public static bool IsSafe(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.Host.Length > 0;
}
