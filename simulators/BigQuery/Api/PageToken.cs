using System.Globalization;
using System.Text;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>A place in a list, dressed so that nobody counts on what it looks like.</summary>
internal static class PageToken
{
    public static string Of(long place) => Convert.ToBase64String(Encoding.ASCII.GetBytes(place.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The place; null when the text is no token.</summary>
    public static long? Read(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            && long.TryParse(Encoding.ASCII.GetString(bytes, 0, length), NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? place
            : null;
    }
}
