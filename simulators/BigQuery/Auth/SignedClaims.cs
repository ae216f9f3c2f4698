using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Auth;

/// <summary>The JWTs that service accounts sign: assertions for the token endpoint, and those that go as access tokens themselves.</summary>
/// <param name="keyFiles">PEM files with public keys by account; when there is none, signatures are not looked at.</param>
/// <param name="time">The clock of <c>exp</c> and <c>iat</c>.</param>
internal sealed class SignedClaims(IReadOnlyDictionary<string, string> keyFiles, TimeProvider time)
{
    private const long MostLifeSeconds = 3600;
    private const long SkewSeconds = 300;

    /// <summary>Reads and checks a JWT.</summary>
    /// <param name="jwt">The text.</param>
    /// <param name="isAudience">Whether the claim <c>aud</c> names the right place.</param>
    /// <param name="mayLackAudience">Whether scopes may stand in its stead.</param>
    /// <exception cref="FormatException">It is not in order; the message says why.</exception>
    public JsonObject Read(string jwt, Func<string, bool> isAudience, bool mayLackAudience = false)
    {
        if (jwt.Split('.') is not [var header, var body, var signature])
        {
            throw new FormatException("Invalid JWT: it must have three parts.");
        }

        if ((string?)Part(header, "header")["alg"] is var algorithm && algorithm != "RS256")
        {
            throw new FormatException($"Invalid JWT: alg must be RS256; got '{algorithm}'.");
        }

        var claims = Part(body, "claims");
        var issuer = Text(claims, "iss");
        if (!(mayLackAudience && claims["aud"] is null && claims["scope"] is not null) && Text(claims, "aud") is var audience && !isAudience(audience))
        {
            throw new FormatException($"Invalid JWT: aud '{audience}' is not this place.");
        }

        var (issuedAt, end, now) = (Seconds(claims, "iat"), Seconds(claims, "exp"), time.GetUtcNow().ToUnixTimeSeconds());
        if (end <= now || issuedAt > now + SkewSeconds || end - issuedAt > MostLifeSeconds)
        {
            throw new FormatException("Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.");
        }

        CheckSignature(issuer, $"{header}.{body}", signature);
        return claims;
    }

    private void CheckSignature(string issuer, string signed, string signature)
    {
        if (keyFiles.Count == 0)
        {
            return;
        }

        if (!keyFiles.TryGetValue(issuer, out var file))
        {
            throw new FormatException("Invalid grant: account not found");
        }

        using var key = RSA.Create();
        key.ImportFromPem(File.ReadAllText(file));
        if (!Base64Url.IsValid(signature) || !key.VerifyData(Encoding.ASCII.GetBytes(signed), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
        {
            throw new FormatException("Invalid JWT Signature.");
        }
    }

    private static JsonObject Part(string part, string name)
    {
        try
        {
            return JsonNode.Parse(Base64Url.DecodeFromChars(part)) as JsonObject ?? throw new FormatException($"Invalid JWT: its {name} must be an object.");
        }
        catch (JsonException failure)
        {
            throw new FormatException($"Invalid JWT: its {name} cannot be read.", failure);
        }
    }

    private static string Text(JsonObject claims, string name) =>
        claims[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : throw new FormatException($"Invalid JWT: it lacks the claim {name}.");

    private static long Seconds(JsonObject claims, string name) =>
        claims[name] is JsonValue value && value.TryGetValue<double>(out var seconds) ? (long)seconds : throw new FormatException($"Invalid JWT: it lacks the claim {name}.");
}
