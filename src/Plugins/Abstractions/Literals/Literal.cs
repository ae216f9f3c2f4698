using System.Text.Json;
using System.Text.Json.Serialization;

namespace BackendPlugins;

/// <summary>A Flyte value. The JSON form (discriminator <c>kind</c>) is stored with jobs: kinds and names stay as they are.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(IntegerLiteral), "integer")]
[JsonDerivedType(typeof(FloatLiteral), "float")]
[JsonDerivedType(typeof(StringLiteral), "string")]
[JsonDerivedType(typeof(BooleanLiteral), "boolean")]
[JsonDerivedType(typeof(DatetimeLiteral), "datetime")]
[JsonDerivedType(typeof(DurationLiteral), "duration")]
[JsonDerivedType(typeof(NoneLiteral), "none")]
[JsonDerivedType(typeof(BinaryLiteral), "binary")]
[JsonDerivedType(typeof(GenericLiteral), "generic")]
[JsonDerivedType(typeof(BlobLiteral), "blob")]
[JsonDerivedType(typeof(SchemaLiteral), "schema")]
[JsonDerivedType(typeof(StructuredDatasetLiteral), "structuredDataset")]
[JsonDerivedType(typeof(ErrorLiteral), "error")]
[JsonDerivedType(typeof(UnionLiteral), "union")]
[JsonDerivedType(typeof(CollectionLiteral), "collection")]
[JsonDerivedType(typeof(MapLiteral), "map")]
[JsonDerivedType(typeof(OffloadedLiteral), "offloaded")]
[JsonDerivedType(typeof(UnsetLiteral), "unset")]
public abstract record Literal;

/// <summary>A 64-bit integer.</summary>
/// <param name="Value">The value.</param>
public sealed record IntegerLiteral(long Value) : Literal;

/// <summary>A double; NaN and the infinities are legal.</summary>
/// <param name="Value">The value.</param>
public sealed record FloatLiteral(double Value) : Literal;

/// <summary>A text.</summary>
/// <param name="Value">The value.</param>
public sealed record StringLiteral(string Value) : Literal;

/// <summary>A truth value.</summary>
/// <param name="Value">The value.</param>
public sealed record BooleanLiteral(bool Value) : Literal;

/// <summary>An instant, kept to 100 ns. Flyte sends dates as midnight UTC.</summary>
/// <param name="Value">The instant in UTC.</param>
public sealed record DatetimeLiteral(DateTimeOffset Value) : Literal;

/// <summary>A span of time, kept to 100 ns.</summary>
/// <param name="Value">The span; may be negative.</param>
public sealed record DurationLiteral(TimeSpan Value) : Literal;

/// <summary>Flyte's Void: an optional input that is absent.</summary>
public sealed record NoneLiteral : Literal;

/// <summary>Bytes with a tag; <c>msgpack</c> marks a value of any type in MessagePack form (dataclass attributes).</summary>
/// <param name="Value">The bytes.</param>
/// <param name="Tag">How to read them; may be empty.</param>
public sealed record BinaryLiteral(ReadOnlyMemory<byte> Value, string Tag) : Literal;

/// <summary>A JSON object (protobuf Struct; numbers are doubles).</summary>
/// <param name="Value">The object.</param>
public sealed record GenericLiteral(JsonElement Value) : Literal;

/// <summary>A file or a folder.</summary>
/// <param name="Uri">Where it is.</param>
/// <param name="Format">Declared format; may be empty.</param>
/// <param name="Multipart">True for a folder.</param>
public sealed record BlobLiteral(string Uri, string Format, bool Multipart) : Literal;

/// <summary>A table in Flyte's older form.</summary>
/// <param name="Uri">Where it is.</param>
/// <param name="Type">Its declared columns.</param>
public sealed record SchemaLiteral(string Uri, SchemaLiteralType Type) : Literal;

/// <summary>A table.</summary>
/// <param name="Uri">Where it is.</param>
/// <param name="Type">Declared columns and format.</param>
public sealed record StructuredDatasetLiteral(string Uri, StructuredDatasetLiteralType Type) : Literal;

/// <summary>An error as a value.</summary>
/// <param name="FailedNode">The node that failed.</param>
/// <param name="Message">Its words.</param>
public sealed record ErrorLiteral(string FailedNode, string Message) : Literal;

/// <summary>A value of a union with the variant that it is of.</summary>
/// <param name="Value">The value.</param>
/// <param name="Type">The variant; null where the caller sent none.</param>
public sealed record UnionLiteral(Literal Value, LiteralType? Type) : Literal;

/// <summary>A list.</summary>
/// <param name="Items">The items in order.</param>
public sealed record CollectionLiteral(IReadOnlyList<Literal> Items) : Literal;

/// <summary>A map with text keys.</summary>
/// <param name="Items">The items by key.</param>
public sealed record MapLiteral(IReadOnlyDictionary<string, Literal> Items) : Literal;

/// <summary>A literal that Flyte keeps in a blob store because of its size.</summary>
/// <param name="Uri">Where it is.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Type">Its type; null where not sent.</param>
public sealed record OffloadedLiteral(string Uri, ulong SizeBytes, LiteralType? Type) : Literal;

/// <summary>A literal whose value is not set, or is of a kind that this version does not know.</summary>
public sealed record UnsetLiteral : Literal;
