namespace BackendPlugins.Simulators.BigQuery.Rows;

/// <summary>Columns in one line: <c>id:INT64,tags:ARRAY&lt;STRING&gt;,place:STRUCT&lt;x:FLOAT64,names:ARRAY&lt;STRING&gt;&gt;</c>.</summary>
internal sealed class ColumnText
{
    private static readonly string[] Scalars =
    [
        "INT64", "FLOAT64", "BOOL", "STRING", "BYTES", "DATE", "DATETIME", "TIME", "TIMESTAMP", "NUMERIC", "BIGNUMERIC", "JSON", "GEOGRAPHY", "INTERVAL",
    ];

    private readonly string _text;
    private int _at;

    private ColumnText(string text) => _text = text;

    /// <exception cref="FormatException">The text does not list columns.</exception>
    public static IReadOnlyList<Column> Parse(string text)
    {
        var reader = new ColumnText(text);
        var columns = reader.List();
        return reader._at == text.Length ? columns : throw reader.Complaint();
    }

    private List<Column> List()
    {
        var columns = new List<Column>();
        do
        {
            var name = Word();
            if (!Take(':'))
            {
                throw Complaint();
            }

            var column = Type(name);
            if (columns.Any(other => other.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                throw new FormatException($"columns: '{name}' is there twice.");
            }

            columns.Add(column);
        }
        while (Take(','));
        return columns;
    }

    private Column Type(string name)
    {
        var type = Column.Canonical(Word());
        if (type == "ARRAY")
        {
            var element = Take('<') ? Type(name) : throw Complaint();
            return Take('>') && !element.Repeated ? element with { Repeated = true } : throw Complaint();
        }

        if (type == Column.Struct)
        {
            var fields = Take('<') ? List() : throw Complaint();
            return Take('>') ? new(name, type) { Fields = fields } : throw Complaint();
        }

        return Scalars.Contains(type) ? new(name, type) : throw new FormatException($"columns: '{type}' is no type; known are {string.Join(", ", Scalars)}, ARRAY<...> and STRUCT<...>.");
    }

    private string Word()
    {
        var begin = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '_' or ' '))
        {
            _at++;
        }

        var word = _text[begin.._at].Trim();
        return word.Length > 0 ? word : throw Complaint();
    }

    private bool Take(char wanted)
    {
        var found = _at < _text.Length && _text[_at] == wanted;
        _at += found ? 1 : 0;
        return found;
    }

    private FormatException Complaint() => new($"columns: cannot read '{_text}' at place {_at + 1}; write name:TYPE,name:ARRAY<TYPE>,name:STRUCT<field:TYPE,...>. BigQuery has no array of arrays.");
}
