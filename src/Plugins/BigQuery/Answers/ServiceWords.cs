namespace BackendPlugins.BigQuery;

/// <summary>Messages for people out of the service's words.</summary>
internal static class ServiceWords
{
    private const int LongestStatement = ConfirmedTask.LongestStatement;
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

        if (task.Template.Sql?.Statement is { Length: > LongestStatement } statement)
        {
            words = WithoutStatement(words, statement[..LongestStatement], ConfirmedTask.LengthOf(task));
        }

        return Cut(words.Trim(), LongestMessage).TrimEnd('.');
    }

    /// <summary>Of a job that the service has confirmed only the statement's beginning and length are known.</summary>
    private static string WithoutStatement(string words, string beginning, int length)
    {
        for (var at = words.IndexOf(beginning, StringComparison.Ordinal); at >= 0; at = words.IndexOf(beginning, at + beginning.Length, StringComparison.Ordinal))
        {
            words = $"{words[..at]}{beginning}…{words[Math.Min(words.Length, at + length)..]}";
        }

        return words;
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : $"{text[..length]}…";
}
