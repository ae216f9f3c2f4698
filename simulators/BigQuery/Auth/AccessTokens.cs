using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BackendPlugins.Simulators.BigQuery.Auth;

/// <summary>
/// Access tokens. A token carries its subject, scopes and end under a seal that follows from the seed, so those of before a restart are still
/// good and none has to be kept.
/// </summary>
internal sealed class AccessTokens(int seed, TimeSpan life, TimeProvider time)
{
    private const string Prefix = "ya29.simulated.";
    private readonly byte[] _key = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"token seal {seed}")));
    private long _issued;
    private long _validFrom;
    private long _serial;

    /// <summary>Tokens handed out since the process started.</summary>
    public long Issued => Interlocked.Read(ref _issued);

    /// <summary>Seconds that a new token is good for, as the service tells it.</summary>
    public long LifeSeconds => (long)life.TotalSeconds;

    public string Issue(string subject, string scopes)
    {
        Interlocked.Increment(ref _issued);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var text = string.Create(CultureInfo.InvariantCulture, $"{now}|{now + (long)life.TotalMilliseconds}|{Interlocked.Increment(ref _serial)}|{scopes}|{subject}");
        var bytes = Encoding.UTF8.GetBytes(text);
        return $"{Prefix}{Base64Url.EncodeToString(bytes)}.{Base64Url.EncodeToString(Seal(bytes))}";
    }

    /// <summary>Makes every token issued until now worthless.</summary>
    public void RevokeAll() => Interlocked.Exchange(ref _validFrom, time.GetUtcNow().ToUnixTimeMilliseconds() + 1);

    public void ResetCount() => Interlocked.Exchange(ref _issued, 0);

    /// <summary>The scopes of a good token, separated by spaces; null when it was not issued here, has expired or was revoked.</summary>
    public string? ScopesOf(string token)
    {
        if (!token.StartsWith(Prefix, StringComparison.Ordinal) || token[Prefix.Length..].Split('.') is not [var body, var seal]
            || !Base64Url.IsValid(body) || !Base64Url.IsValid(seal))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(body);
        if (!CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(seal), Seal(bytes)))
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(bytes).Split('|', 5);
        var (issuedAt, end) = (long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
        return time.GetUtcNow().ToUnixTimeMilliseconds() < end && issuedAt >= Interlocked.Read(ref _validFrom) ? parts[3] : null;
    }

    private byte[] Seal(byte[] bytes) => HMACSHA256.HashData(_key, bytes);
}
