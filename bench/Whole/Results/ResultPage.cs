using System.Globalization;
using System.Text;

namespace BackendPlugins.Bench.Whole.Results;

/// <summary>The table of results in the README, between two marks.</summary>
internal static class ResultPage
{
    private const string Begin = "<!-- results: written by run.sh -->";
    private const string End = "<!-- end of results -->";

    /// <summary>Writes it anew.</summary>
    public static async Task WriteAsync(string path, string text, string command, DateTimeOffset at)
    {
        var page = await File.ReadAllTextAsync(path);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
        {
            throw new InvalidOperationException($"{path} has no place for results: \"{Begin}\" and \"{End}\" are missing.");
        }

        var head = string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyy-MM-dd HH:mm} UTC, {Machine()}, `{command}`");
        await File.WriteAllTextAsync(path, $"{page[..begin]}{Begin}\n{head}\n\n{text}{page[end..]}");
    }

    /// <summary>The table.</summary>
    public static string TableOf(IEnumerable<ResultRow> rows)
    {
        var table = new StringBuilder("| figure | measured | floor in the same run | against the floor | target |\n| --- | --- | --- | --- | --- |\n");
        foreach (var row in rows)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {row.Name} | {Text(row.Value)} {row.Unit} | {(row.Floor is { } floor ? $"{Text(floor)} {row.Unit}" : "")} | {RatioOf(row)} | {row.Target} |\n");
        }

        return table.ToString();
    }

    private static string RatioOf(ResultRow row) => row.Floor is not { } floor ? ""
        : row.Kind is ResultKind.HigherIsBetter ? string.Create(CultureInfo.InvariantCulture, $"{row.Value / floor * 100:0} %")
        : string.Create(CultureInfo.InvariantCulture, $"{row.Value / floor:0.00} times");

    private static string Text(double value) => value switch
    {
        >= 1000 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
        >= 0.1 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };

    private static string Machine()
    {
        const string label = "model name";
        var processor = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(label, StringComparison.Ordinal))?.Split(':', 2)[1].Trim();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores of {processor ?? "an unnamed processor"}, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024):0} GB, .NET {Environment.Version}");
    }
}
