using Npgsql;
using NpgsqlTypes;

namespace BackendPlugins.Bench.Whole.Floor;

/// <summary>A column of the rows that the floor writes: as in the pattern, but for what tells jobs apart.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type at PostgreSQL.</param>
/// <param name="Value">Its value in the pattern; null for none.</param>
internal sealed record FloorColumn(string Name, string Type, object? Value)
{
    /// <summary>An array of it as a parameter.</summary>
    public NpgsqlParameter Parameter() => Type switch
    {
        "text" => new NpgsqlParameter<string?[]> { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
        "integer" => new NpgsqlParameter<int?[]> { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
        "bigint" => new NpgsqlParameter<long?[]> { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
        _ => throw new NotSupportedException($"Column {Name} has type {Type}."),
    };

    /// <summary>The value in a row.</summary>
    public object? Of(FloorRow row) => Value switch
    {
        string text => row.Of(text),
        not null when Name.EndsWith("_at", StringComparison.Ordinal) => row.At,
        var same => same,
    };

    /// <summary>Sets a parameter to the values of these rows.</summary>
    public void Fill(NpgsqlParameter parameter, IReadOnlyList<FloorRow> rows)
    {
        switch (parameter)
        {
            case NpgsqlParameter<string?[]> texts:
                texts.TypedValue = [.. rows.Select(row => (string?)Of(row))];
                break;
            case NpgsqlParameter<int?[]> numbers:
                numbers.TypedValue = [.. rows.Select(row => (int?)Of(row))];
                break;
            case NpgsqlParameter<long?[]> numbers:
                numbers.TypedValue = [.. rows.Select(row => (long?)Of(row))];
                break;
        }
    }
}
