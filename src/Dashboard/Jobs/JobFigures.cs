using System.Globalization;
using System.Text.Json;
using BackendPlugins.Contracts;
using BackendPlugins.Dashboard.Text;

namespace BackendPlugins.Dashboard.Jobs;

/// <summary>What a job cost, in the service's own figures: numbers of its custom info, and the last value of each series.</summary>
internal static class JobFigures
{
    private static readonly string[] Costly = ["bytes", "slot", "cost", "credit", "dbu", "price", "rows", "cachehit", "warehouse", "cluster"];

    /// <summary>The figures, by name.</summary>
    /// <param name="job">The job.</param>
    public static IReadOnlyList<(string Name, string Value)> Of(JobDetails job)
    {
        var figures = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var series in job.Metrics)
        {
            if (series.Samples is [.., var last])
            {
                figures[series.Name] = Amount.Figure(series.Name, last.Value);
            }
        }

        if (job.Snapshot.CustomInfo is { ValueKind: JsonValueKind.Object } info)
        {
            Add(info, figures);
        }

        return [.. figures.Select(figure => (figure.Key, figure.Value))];
    }

    private static void Add(JsonElement info, SortedDictionary<string, string> figures)
    {
        foreach (var fact in info.EnumerateObject())
        {
            if (fact.Value.ValueKind == JsonValueKind.Object)
            {
                Add(fact.Value, figures);
            }
            else if (Costly.Any(word => fact.Name.Contains(word, StringComparison.OrdinalIgnoreCase)))
            {
                // Services send 64-bit numbers as texts.
                var text = fact.Value.ValueKind switch
                {
                    JsonValueKind.Array or JsonValueKind.Null => null,
                    JsonValueKind.True => "yes",
                    JsonValueKind.False => "no",
                    _ => fact.Value.ToString(),
                };
                if (text is not null)
                {
                    figures[fact.Name] = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Amount.Figure(fact.Name, number) : text;
                }
            }
        }
    }
}
