using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace BackendPlugins.Storage;

/// <summary>Where a page ended: the sort key of its last row, opaque to callers.</summary>
/// <param name="CreatedAt">Unix milliseconds.</param>
/// <param name="Key">The job's key.</param>
internal sealed record JobCursor(long CreatedAt, string Key)
{
    public string Write() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{CreatedAt}:{Key}")));

    /// <exception cref="ArgumentException">The text is no cursor.</exception>
    public static JobCursor Read(string text)
    {
        if (Base64Url.IsValid(text))
        {
            var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(':', 2);
            if (parts.Length == 2 && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var createdAt))
            {
                return new JobCursor(createdAt, parts[1]);
            }
        }

        throw new ArgumentException($"\"{text}\" is no cursor: pass on what the page before gave as its next, or nothing for the first page.", nameof(text));
    }
}
