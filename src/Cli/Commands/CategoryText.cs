using System.Globalization;
using BackendPlugins.Cli.Arguments;

namespace BackendPlugins.Cli.Commands;

/// <summary>Reads a task category: <c>name</c> or <c>name:version</c>.</summary>
internal static class CategoryText
{
    /// <exception cref="BadInputException">It is none.</exception>
    public static TaskCategory Parse(string where, string text)
    {
        var parts = text.Split(':', 2);
        var version = 0;
        return parts[0].Length > 0
            && !parts[0].Any(char.IsWhiteSpace)
            && (parts.Length is 1 || int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out version))
            ? new TaskCategory(parts[0], version)
            : throw new BadInputException(where, $"must be a task type such as bigquery_query_job_task or my_task:1; got \"{text}\"");
    }
}
