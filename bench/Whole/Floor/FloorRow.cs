using System.Security.Cryptography;

namespace BackendPlugins.Bench.Whole.Floor;

/// <summary>
/// What tells a row of the floor from the pattern: as in the product's rows, key and family are hashes, in no order, and times
/// go on. With equal families and ascending keys PostgreSQL took a third less of the processor for a row.
/// </summary>
internal sealed class FloorRow
{
    private const int HashLength = 26;

    private readonly FloorPattern _pattern;
    private readonly string _hash;
    private readonly string _family;

    /// <param name="pattern">What is to be replaced.</param>
    /// <param name="number">Of the row; no two have the same.</param>
    public FloorRow(FloorPattern pattern, int number)
    {
        _pattern = pattern;
        var text = Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(number)));
        _hash = text[..HashLength];
        _family = text[HashLength..(2 * HashLength)];
        At = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
    }

    /// <summary>When it is written, in Unix milliseconds.</summary>
    public long At { get; }

    /// <summary>The row's own form of a text of the pattern.</summary>
    public string Of(string text) => text
        .Replace(_pattern.Hash, _hash, StringComparison.Ordinal)
        .Replace(_pattern.Family, _family, StringComparison.Ordinal);
}

/// <summary>A row that the product has written.</summary>
/// <param name="Columns">Its columns.</param>
internal sealed record FloorPattern(IReadOnlyList<FloorColumn> Columns)
{
    /// <summary>The hash in its key.</summary>
    public string Hash { get; } = TextOf(Columns, "key").Split('/')[^1];

    /// <summary>Its family, a hash as well.</summary>
    public string Family { get; } = TextOf(Columns, "family");

    private static string TextOf(IReadOnlyList<FloorColumn> columns, string name) => (string)columns.Single(column => column.Name == name).Value!;
}
