using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BackendPlugins.Contracts.Identity;

/// <summary>
/// What Flyte keeps of a job and sends with every call: <c>{"v":1,"job":"{category}/{hash}"}</c>. Propeller logs it and
/// keeps it in its custom resource: nothing secret, and any gateway finds the grain from it alone.
/// </summary>
public static class ResourceMeta
{
    /// <summary>The version that this code writes.</summary>
    public const int Version = 1;

    // Letters that JSON writes as they are.
    private static readonly SearchValues<byte> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./"u8);

    private static ReadOnlySpan<byte> Head => "{\"v\":1,\"job\":\""u8;

    private static ReadOnlySpan<byte> Tail => "\"}"u8;

    /// <summary>Writes a job's meta.</summary>
    /// <param name="key">The job.</param>
    public static byte[] Write(JobKey key) =>
        JsonSerializer.SerializeToUtf8Bytes(new Document(Version, key.Value), DocumentJson.Default.Document);

    /// <summary>
    /// Reads the key out of a meta that stands exactly as <see cref="Write"/> writes it. It is what every question of Flyte's
    /// brings, thousands of times a second; any other form is left to <see cref="Read"/>.
    /// </summary>
    /// <param name="meta">The bytes.</param>
    /// <returns>The key's text; null where <see cref="Read"/> has to look.</returns>
    public static string? ReadWritten(ReadOnlySpan<byte> meta)
    {
        if (!meta.StartsWith(Head) || !meta.EndsWith(Tail) || meta.Length <= Head.Length + Tail.Length + KeyHash.Length)
        {
            return null;
        }

        var text = meta[Head.Length..^Tail.Length];
        return text.ContainsAnyExcept(Plain) || text[..^(KeyHash.Length + 1)].IsEmpty || text[^(KeyHash.Length + 1)] != (byte)'/'
            ? null
            : Encoding.ASCII.GetString(text);
    }

    /// <summary>Reads a meta back.</summary>
    /// <param name="meta">The bytes that Flyte sent.</param>
    /// <param name="problem">What is wrong and what to do; empty where the meta was read.</param>
    /// <returns>The job; null where these bytes are not a meta of ours.</returns>
    public static JobKey? Read(ReadOnlySpan<byte> meta, out string problem)
    {
        const string fix = "send the bytes that CreateTask answered, unchanged";
        problem = "";
        if (meta.IsEmpty)
        {
            problem = $"is empty; {fix}";
            return null;
        }

        Document? document;
        try
        {
            document = JsonSerializer.Deserialize(meta, DocumentJson.Default.Document);
        }
        catch (JsonException)
        {
            problem = $"is not a resource meta of this service; {fix}";
            return null;
        }

        if (document is { Version: > Version })
        {
            problem = $"has version {document.Version}, newer than this gateway's {Version}; upgrade the gateway";
            return null;
        }

        if (document is not { Version: Version } || !JobKey.TryParse(document.Job, out var key))
        {
            problem = $"names no job of this service; {fix}";
            return null;
        }

        return key;
    }

    internal sealed record Document([property: JsonPropertyName("v")] int Version, [property: JsonPropertyName("job")] string? Job);
}

/// <summary>Source-generated JSON of the meta.</summary>
[JsonSerializable(typeof(ResourceMeta.Document))]
internal sealed partial class DocumentJson : JsonSerializerContext;
