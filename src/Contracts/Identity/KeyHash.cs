using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace BackendPlugins.Contracts.Identity;

/// <summary>A short text of a SHA-256 over length-prefixed parts, so that no two lists of parts read the same.</summary>
internal static class KeyHash
{
    public const int Length = 26;

    private const int OnStack = 1024;

    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);

    public static string Of(params ReadOnlySpan<string> parts)
    {
        var size = 0;
        foreach (var part in parts)
        {
            size += sizeof(int) + Encoding.UTF8.GetByteCount(part);
        }

        var rented = size > OnStack ? ArrayPool<byte>.Shared.Rent(size) : null;
        var text = rented is null ? stackalloc byte[OnStack] : rented;
        var end = 0;
        foreach (var part in parts)
        {
            var length = Encoding.UTF8.GetBytes(part, text[(end + sizeof(int))..]);
            BinaryPrimitives.WriteInt32BigEndian(text[end..], length);
            end += sizeof(int) + length;
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..end], digest);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return Base32(digest);
    }

    public static bool IsWellFormed(string hash) => hash.Length == Length && hash.AsSpan().IndexOfAnyExcept(Letters) < 0;

    private static string Base32(ReadOnlySpan<byte> digest)
    {
        Span<char> text = stackalloc char[Length];
        for (var i = 0; i < Length; i++)
        {
            var bit = i * 5;
            var window = (digest[bit / 8] << 8) | digest[(bit / 8) + 1];
            text[i] = Alphabet[(window >> (11 - (bit % 8))) & 31];
        }

        return new string(text);
    }
}
