using Npgsql;
using NpgsqlTypes;

namespace BackendPlugins.Bench.Whole.Floor;

/// <summary>A column of the rows that the floor writes: the same value in each, but for the key.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type at PostgreSQL.</param>
/// <param name="Value">Its value; null for none.</param>
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

    /// <summary>Sets a parameter to as many values as there are keys.</summary>
    public void Fill(NpgsqlParameter parameter, IReadOnlyList<string> keys)
    {
        switch (parameter)
        {
            case NpgsqlParameter<string?[]> texts:
                texts.TypedValue = Name == "key" ? [.. keys] : Repeat((string?)Value, keys.Count);
                break;
            case NpgsqlParameter<int?[]> numbers:
                numbers.TypedValue = Repeat((int?)Value, keys.Count);
                break;
            case NpgsqlParameter<long?[]> numbers:
                numbers.TypedValue = Repeat((long?)Value, keys.Count);
                break;
        }
    }

    private static T[] Repeat<T>(T value, int count) => [.. Enumerable.Repeat(value, count)];
}
