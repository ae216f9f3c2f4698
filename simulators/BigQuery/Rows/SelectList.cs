using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BackendPlugins.Simulators.BigQuery.Rows;

/// <summary>A SELECT of parameters and plain literals, the only SQL that is read: its one row shows a client that its typed values arrived.</summary>
internal static partial class SelectList
{
    /// <summary>The row of <c>SELECT @name, ?, 1 AS one, 'text'</c>; null when the text is anything else.</summary>
    /// <param name="statement">The statement, also with comments.</param>
    /// <param name="parameters">The job's query parameters.</param>
    /// <exception cref="FormatException">A parameter was not given; the message is the service's.</exception>
    public static RowSource? Read(string statement, JsonArray? parameters)
    {
        var match = Statement().Match(Comment().Replace(statement, " "));
        if (!match.Success)
        {
            return null;
        }

        var (columns, values, positional) = (new List<Column>(), new List<JsonNode?>(), 0);
        foreach (var item in match.Groups["item"].Captures.Select(item => Item().Match(item.Value)))
        {
            var text = item.Groups["value"].Value;
            var given = text[0] switch
            {
                '@' => parameters?.OfType<JsonObject>().FirstOrDefault(parameter => text[1..].Equals((string?)parameter["name"], StringComparison.OrdinalIgnoreCase))
                    ?? throw new FormatException($"Query parameter '{text[1..]}' not found at [1:{item.Index + 8}]"),
                '?' => (parameters ?? []).OfType<JsonObject>().ElementAtOrDefault(positional++)
                    ?? throw new FormatException($"Query parameter number {positional} is not defined (there are only {parameters?.Count ?? 0} parameters)"),
                _ => Literal(text),
            };
            var name = item.Groups["name"] is { Success: true } alias ? alias.Value.Trim('`') : text[0] == '@' ? text[1..] : string.Create(CultureInfo.InvariantCulture, $"f{columns.Count}_");
            columns.Add(ParameterType.Read(name, given["parameterType"]));
            values.Add(given["parameterValue"]);
        }

        return new ParameterRow(columns, values);
    }

    private static JsonObject Literal(string text)
    {
        var (type, value) = text switch
        {
            _ when text[0] is '\'' or '"' => ("STRING", text[1..^1]),
            _ when text.Equals("NULL", StringComparison.OrdinalIgnoreCase) => ("INT64", null),
            _ when text.Equals("TRUE", StringComparison.OrdinalIgnoreCase) || text.Equals("FALSE", StringComparison.OrdinalIgnoreCase) => ("BOOL", text),
            _ => (text.AsSpan().ContainsAny('.', 'e', 'E') ? "FLOAT64" : "INT64", text),
        };
        return new() { ["parameterType"] = new JsonObject { ["type"] = type }, ["parameterValue"] = new JsonObject { ["value"] = value } };
    }

    [GeneratedRegex(@"/\*.*?\*/|--[^\n]*|#[^\n]*", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex("""^\s*SELECT\s+((?<item>(@\w+|\?|'[^'\\]*'|"[^"\\]*"|-?\d+(\.\d*)?(e[+-]?\d+)?|TRUE\b|FALSE\b|NULL\b)(\s+(AS\s+)?(?!AS\b)(`[^`]+`|[A-Za-z_]\w*))?\s*)(,\s*|(?=;?\s*$)))+;?\s*$""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Statement();

    [GeneratedRegex("""^(?<value>@\w+|\?|'[^']*'|"[^"]*"|[^\s,]+)(\s+(AS\s+)?(?<name>`[^`]+`|[A-Za-z_]\w*))?\s*$""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Item();
}
