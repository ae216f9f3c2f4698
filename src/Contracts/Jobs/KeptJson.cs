using System.Text.Json;

namespace BackendPlugins.Contracts;

/// <summary>A JSON value at rest: its text alone, which is half of what the parsed value takes.</summary>
public sealed class KeptJson : IEquatable<KeptJson>
{
    private readonly byte[] _utf8;

    private KeptJson(byte[] utf8) => _utf8 = utf8;

    /// <summary>The text of a value; null for none.</summary>
    /// <param name="value">The value.</param>
    public static KeptJson? Of(JsonElement? value) =>
        value is { ValueKind: not JsonValueKind.Undefined } element ? new KeptJson(JsonSerializer.SerializeToUtf8Bytes(element, PluginJson.Options)) : null;

    /// <summary>A value of which the text is at hand.</summary>
    /// <param name="utf8">What <see cref="Utf8"/> gave.</param>
    public static KeptJson OfUtf8(byte[] utf8) => new(utf8);

    /// <summary>The text.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8;

    /// <summary>The value, parsed anew.</summary>
    public JsonElement Parse() => JsonSerializer.Deserialize<JsonElement>(_utf8, PluginJson.Options);

    /// <inheritdoc/>
    public bool Equals(KeptJson? other) => other is not null && (ReferenceEquals(this, other) || _utf8.AsSpan().SequenceEqual(other._utf8));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as KeptJson);

    /// <inheritdoc/>
    public override int GetHashCode() => _utf8.Length;
}
