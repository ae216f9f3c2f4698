using System.Diagnostics.CodeAnalysis;

namespace BackendPlugins.Contracts.Identity;

/// <summary>A job's key: <c>{task category}/{hash}</c>. The category in clear lets placement and people see the plugin.</summary>
/// <param name="Category">Name of the task category.</param>
/// <param name="Hash">26 characters of lower-case base 32: 130 bits of a SHA-256.</param>
[GenerateSerializer, Alias("bp.JobKey"), Immutable]
public sealed record JobKey([property: Id(0)] string Category, [property: Id(1)] string Hash)
{
    // Every question of Flyte's needs it several times.
    [NonSerialized]
    private string? _value;

    /// <summary>The grain's key.</summary>
    public string Value => _value ??= $"{Category}/{Hash}";

    /// <inheritdoc/>
    public bool Equals(JobKey? other) => other is not null && Category == other.Category && Hash == other.Hash;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Category, Hash);

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>Reads a grain's key back.</summary>
    /// <param name="value">The text; null is not a key.</param>
    /// <param name="key">The key.</param>
    /// <returns>Whether the text is a key.</returns>
    public static bool TryParse(string? value, [NotNullWhen(true)] out JobKey? key)
    {
        key = null;
        var slash = value?.LastIndexOf('/') ?? -1;
        if (value is null || slash <= 0 || value.Length - slash - 1 != KeyHash.Length)
        {
            return false;
        }

        var hash = value[(slash + 1)..];
        if (!KeyHash.IsWellFormed(hash))
        {
            return false;
        }

        key = new JobKey(value[..slash], hash) { _value = value };
        return true;
    }
}
