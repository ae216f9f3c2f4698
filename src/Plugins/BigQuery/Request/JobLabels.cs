using System.Text;
using System.Text.Json.Nodes;

namespace BackendPlugins.BigQuery;

/// <summary>
/// The labels of a job: the template's own as they stand, then where Flyte runs it, then the execution's labels, as many
/// as fit. BigQuery's rules: https://cloud.google.com/bigquery/docs/labels-intro#requirements
/// </summary>
internal static class JobLabels
{
    private const int MostLabels = 64;
    private const int LongestPart = 63;

    /// <summary>The labels; null for none.</summary>
    /// <param name="given"><c>template.custom["labels"]</c>; kept as given, since BigQuery tells the author of a mistake.</param>
    /// <param name="task">The task.</param>
    public static JsonObject? Of(JsonObject? given, TaskRequest task)
    {
        var labels = given?.DeepClone().AsObject() ?? [];
        var execution = task.Execution.Id;
        Add("flyte-project", execution?.Project ?? task.Template.Id.Project);
        Add("flyte-domain", execution?.Domain ?? task.Template.Id.Domain);
        Add("flyte-execution", execution?.Execution);
        Add("flyte-node", execution?.Node);
        Add("flyte-task", task.Template.Id.Name is { Length: > 0 } name ? name : execution?.Task.Name);
        foreach (var (key, value) in task.Execution.Labels.OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            Add(LegalKey(key), value, mayBeEmpty: true);
        }

        return labels.Count > 0 ? labels : null;

        void Add(string key, string? value, bool mayBeEmpty = false)
        {
            if (key.Length > 0 && (mayBeEmpty || !string.IsNullOrEmpty(value)) && labels.Count < MostLabels && !labels.ContainsKey(key))
            {
                labels[key] = Legal(value ?? "");
            }
        }
    }

    /// <summary>A key starts with a letter; what stands before the first one is left out.</summary>
    private static string LegalKey(string key) => Legal(string.Concat(key.SkipWhile(c => !char.IsAsciiLetter(c))));

    private static string Legal(string text)
    {
        var legal = new StringBuilder(Math.Min(text.Length, LongestPart));
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, LongestPart)))
        {
            legal.Append(char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : c is '_' ? c : '-');
        }

        return legal.ToString();
    }
}
