using System.Security.Cryptography;
using System.Text;

namespace BackendPlugins.Contracts;

/// <summary>Secret values that came with a task. They cross grains, and are stored only encrypted.</summary>
/// <param name="Values">Values by name; may be empty.</param>
[GenerateSerializer, Alias("bp.SecretBundle"), Immutable]
public sealed record SecretBundle([property: Id(0)] IReadOnlyDictionary<string, string> Values)
{
    /// <summary>No secrets.</summary>
    public static SecretBundle None { get; } = new(new Dictionary<string, string>());

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => Values.Count == 0;

    /// <summary>Tells two bundles apart without their values: 64 bits of a hash; empty for no secrets.</summary>
    public string Tag()
    {
        if (IsEmpty)
        {
            return "";
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, value) in Values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            foreach (var part in (string[])[name, value])
            {
                var bytes = Encoding.UTF8.GetBytes(part);
                hash.AppendData(BitConverter.GetBytes(bytes.Length));
                hash.AppendData(bytes);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    /// <summary>How many, never which: a bundle in a log line gives nothing away.</summary>
    public override string ToString() => $"{Values.Count} secrets";
}
