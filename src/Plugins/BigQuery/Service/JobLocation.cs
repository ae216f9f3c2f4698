namespace BackendPlugins.BigQuery;

/// <summary>Finds the region that the service chose for a job whose insert answer was lost.</summary>
internal static class JobLocation
{
    /// <summary>Where the service runs what names no location.</summary>
    public const string Default = "US";

    /// <summary>
    /// The region in <c>Already Exists: Job my-project:EU.my-job</c>; null where the words have another form. Without it a
    /// job outside of US and EU cannot be asked for.
    /// </summary>
    public static string? FromConflict(string words, string jobId)
    {
        var end = words.IndexOf($".{jobId}", StringComparison.Ordinal);
        var colon = end > 0 ? words.LastIndexOf(':', end) : -1;
        var location = colon < 0 ? "" : words[(colon + 1)..end];
        return location.Length > 0 && location.All(c => char.IsAsciiLetterOrDigit(c) || c is '-') ? location : null;
    }
}
