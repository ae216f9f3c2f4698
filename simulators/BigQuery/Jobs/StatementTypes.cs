using System.Text;

namespace BackendPlugins.Simulators.BigQuery.Jobs;

/// <summary>Tells what kind of statement a text is from its first words; no SQL is parsed.</summary>
internal static class StatementTypes
{
    public const string Select = "SELECT";
    public const string Script = "SCRIPT";
    public const string CreateTableAsSelect = "CREATE_TABLE_AS_SELECT";

    private static readonly string[] CreateAdjectives = ["OR", "REPLACE", "TEMP", "TEMPORARY", "EXTERNAL", "MATERIALIZED", "SNAPSHOT", "AGGREGATE", "SEARCH", "VECTOR", "ROW", "ACCESS"];

    public static bool IsDml(string type) => type is "INSERT" or "UPDATE" or "DELETE" or "MERGE";

    /// <summary>The type of the whole text: more than one statement is a script.</summary>
    public static string Detect(string query) => Split(query) switch
    {
        [] => Select,
        [var (_, type)] => type,
        _ => Script,
    };

    /// <summary>The statements as written, each with its type.</summary>
    public static IReadOnlyList<(string Text, string Type)> Split(string query) =>
        SplitBare(query).ConvertAll(statement => (statement.Text, DetectOne(statement.Bare)));

    private static string DetectOne(string statement)
    {
        var words = statement.ToUpperInvariant().Split([' ', '\t', '\r', '\n', '(', ')', ',', '.'], StringSplitOptions.RemoveEmptyEntries);
        return words.FirstOrDefault() switch
        {
            "INSERT" or "UPDATE" or "DELETE" or "MERGE" or "CALL" or "ASSERT" => words[0],
            "TRUNCATE" => "TRUNCATE_TABLE",
            "EXPORT" => "EXPORT_DATA",
            "LOAD" => "LOAD_DATA",
            "CREATE" => Create(words),
            "DROP" or "ALTER" => $"{words[0]}_{ObjectKind(words)}",
            "DECLARE" or "SET" or "BEGIN" or "IF" or "LOOP" or "WHILE" or "FOR" or "REPEAT" or "EXECUTE" or "CASE" => Script,
            _ => Select,
        };
    }

    private static string Create(string[] words) => ObjectKind(words) switch
    {
        "TABLE" when words.Contains("AS") && !words.Contains("EXTERNAL") => CreateTableAsSelect,
        var kind => words.Contains("MATERIALIZED") ? $"CREATE_MATERIALIZED_{kind}" : $"CREATE_{kind}",
    };

    private static string ObjectKind(string[] words) => words.Skip(1).FirstOrDefault(word => !CreateAdjectives.Contains(word)) ?? "TABLE";

    /// <summary>The statements, as written and without comments and quoted text, in which a semicolon or a word counts for nothing.</summary>
    private static List<(string Text, string Bare)> SplitBare(string query)
    {
        var statements = new List<(string Text, string Bare)>();
        var (current, begin) = (new StringBuilder(), 0);
        for (var at = 0; at < query.Length; at++)
        {
            if (query[at] == '#' || At(query, at, "--"))
            {
                at = EndOf(query, at, "\n") - 1;
            }
            else if (At(query, at, "/*"))
            {
                at = EndOf(query, at + 2, "*/") - 1;
                current.Append(' ');
            }
            else if (query[at] is '\'' or '"' or '`')
            {
                at = EndOfQuoted(query, at) - 1;
                current.Append("''");
            }
            else if (query[at] == ';')
            {
                Close(at);
                begin = at + 1;
            }
            else
            {
                current.Append(query[at]);
            }
        }

        Close(query.Length);
        return statements;

        void Close(int end)
        {
            if (!string.IsNullOrWhiteSpace(current.ToString()))
            {
                statements.Add((query[begin..Math.Min(end, query.Length)].Trim(), current.ToString()));
            }

            current.Clear();
        }
    }

    private static bool At(string text, int at, string what) => string.CompareOrdinal(text, at, what, 0, what.Length) == 0;

    private static int EndOf(string text, int from, string what)
    {
        var found = from >= text.Length ? -1 : text.IndexOf(what, from, StringComparison.Ordinal);
        return found < 0 ? text.Length : found + what.Length;
    }

    private static int EndOfQuoted(string text, int open)
    {
        var quote = text[open];
        if (quote != '`' && At(text, open, new string(quote, 3)))
        {
            return EndOf(text, open + 3, new string(quote, 3));
        }

        for (var at = open + 1; at < text.Length; at++)
        {
            if (text[at] == '\\')
            {
                at++;
            }
            else if (text[at] == quote)
            {
                return at + 1;
            }
        }

        return text.Length;
    }
}
