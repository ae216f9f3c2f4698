namespace BackendPlugins.BigQuery;

/// <summary>Messages for people out of the service's words.</summary>
internal static class ServiceWords
{
    private const int LongestStatement = 200;
    private const int LongestMessage = 2000;

    /// <summary>
    /// The words, the reason and what it is about, and where to look. A statement that the service repeats is cut, since
    /// it may hold what should not stand in logs.
    /// </summary>
    public static string Describe(string? words, string reason, string? location, TaskRequest task, string seeAlso)
    {
        var about = string.IsNullOrEmpty(location) ? reason : $"{reason}, at {Cut(location, LongestStatement)}";
        return $"{Clean(words, task)} ({about}). See {seeAlso}";
    }

    /// <summary>The service's words without a whole statement in them.</summary>
    public static string Clean(string? words, TaskRequest task)
    {
        if (string.IsNullOrWhiteSpace(words))
        {
            return "BigQuery gave no message";
        }

        var statement = task.Template.Sql?.Statement;
        if (statement is { Length: > LongestStatement })
        {
            words = words.Replace(statement, Cut(statement, LongestStatement), StringComparison.Ordinal);
        }

        return Cut(words.Trim(), LongestMessage).TrimEnd('.');
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : $"{text[..length]}…";
}
