using System.Globalization;
using System.Text.RegularExpressions;
using BackendPlugins.Simulators.BigQuery.Rows;

namespace BackendPlugins.Simulators.BigQuery.Jobs;

/// <summary>
/// The words that tell a job what to do: <c>/* sim: duration=8s fail=invalidQuery message='Syntax error' */</c> in the query,
/// or job labels <c>sim_duration</c>, <c>sim_fail</c>, ... (labels allow no capitals and no points: <c>sim_duration=8500ms</c>).
/// </summary>
internal sealed partial class JobScript
{
    private const string LabelPrefix = "sim_";

    public DurationRange? Pending { get; private set; }

    public DurationRange? Duration { get; private set; }

    public DurationRange? CancelDelay { get; private set; }

    public DurationRange? GetLag { get; private set; }

    public string? Fail { get; private set; }

    public string? InsertError { get; private set; }

    public string? Message { get; private set; }

    public string? ErrorLocation { get; private set; }

    public long? Bytes { get; private set; }

    public long? SlotMs { get; private set; }

    public long? Rows { get; private set; }

    public string? Columns { get; private set; }

    public int? Stages { get; private set; }

    public int? Warnings { get; private set; }

    public int? Children { get; private set; }

    public bool? CacheHit { get; private set; }

    public bool IgnoresCancel { get; private set; }

    public string? StatementType { get; private set; }

    /// <summary>Reads the labels, then the comments; the query's word wins.</summary>
    /// <exception cref="FormatException">A word is unknown or its value is of the wrong form; the message names both.</exception>
    public static JobScript Read(string query, IReadOnlyDictionary<string, string> labels)
    {
        var script = new JobScript();
        foreach (var (label, value) in labels.Where(label => label.Key.StartsWith(LabelPrefix, StringComparison.Ordinal)))
        {
            script.Apply(label[LabelPrefix.Length..].Replace('_', '-'), value);
        }

        foreach (Match comment in Comment().Matches(query))
        {
            script.ApplyComment(comment.Groups["words"].Value);
        }

        return script;
    }

    private void ApplyComment(string words)
    {
        var rest = words;
        while (!string.IsNullOrWhiteSpace(rest))
        {
            var word = Word().Match(rest);
            if (!word.Success)
            {
                throw new FormatException($"sim: cannot read '{rest.Trim()}'; words are name=value or name='some text'.");
            }

            Apply(word.Groups["name"].Value, word.Groups["quoted"].Success ? word.Groups["quoted"].Value : word.Groups["bare"].Value);
            rest = rest[word.Length..];
        }
    }

    private void Apply(string name, string value)
    {
        switch (name.ToLowerInvariant())
        {
            case "duration": Duration = Time(name, value); break;
            case "pending": Pending = Time(name, value); break;
            case "cancel-delay": CancelDelay = Time(name, value); break;
            case "get-lag": GetLag = Time(name, value); break;
            case "fail": Fail = value; break;
            case "insert-error": InsertError = value; break;
            case "message": Message = value; break;
            case "error-location": ErrorLocation = value; break;
            case "bytes": Bytes = Number(name, value); break;
            case "slot-ms": SlotMs = Number(name, value); break;
            case "rows": Rows = Number(name, value); break;
            case "columns": Columns = Table(value); break;
            case "stages": Stages = (int)Math.Min(Number(name, value), 100); break;
            case "warn": Warnings = (int)Math.Min(Number(name, value), 1_000); break;
            case "children": Children = (int)Math.Min(Number(name, value), 10_000); break;
            case "cache": CacheHit = OneOf(name, value, "hit", "miss") == "hit"; break;
            case "cancel": IgnoresCancel = OneOf(name, value, "ignored", "obeyed") == "ignored"; break;
            case "statement-type": StatementType = value.ToUpperInvariant(); break;
            default:
                throw new FormatException(
                    $"sim: '{name}' is no word; known are duration, pending, cancel-delay, get-lag, fail, insert-error, message, error-location, bytes, slot-ms, rows, columns, stages, warn, children, cache, cancel and statement-type.");
        }
    }

    private static string Table(string value)
    {
        _ = ColumnText.Parse(value);
        return value;
    }

    private static DurationRange Time(string name, string value) => DurationRange.TryParse(value, out var range)
        ? range
        : throw new FormatException($"sim: {name} must be a duration such as 8s, 250ms or 1s..5s; got '{value}'.");

    private static long Number(string name, string value) => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"sim: {name} must be a whole number that is not negative; got '{value}'.");

    private static string OneOf(string name, string value, params string[] known) => known.Contains(value.ToLowerInvariant())
        ? value.ToLowerInvariant()
        : throw new FormatException($"sim: {name} must be {string.Join(" or ", known)}; got '{value}'.");

    [GeneratedRegex(@"/\*\s*sim:(?<words>.*?)\*/", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Comment();

    [GeneratedRegex("""^\s*(?<name>[A-Za-z-]+)=('(?<quoted>[^']*)'|"(?<quoted>[^"]*)"|(?<bare>[^\s'"]+))(?=\s|$)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Word();
}
