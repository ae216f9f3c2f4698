using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BackendPlugins;

/// <summary>A Flyte type. The JSON form (discriminator <c>type</c>) is stored with jobs.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SimpleLiteralType), "simple")]
[JsonDerivedType(typeof(CollectionLiteralType), "collection")]
[JsonDerivedType(typeof(MapLiteralType), "map")]
[JsonDerivedType(typeof(EnumLiteralType), "enum")]
[JsonDerivedType(typeof(UnionLiteralType), "union")]
[JsonDerivedType(typeof(BlobLiteralType), "blob")]
[JsonDerivedType(typeof(SchemaLiteralType), "schema")]
[JsonDerivedType(typeof(StructuredDatasetLiteralType), "structuredDataset")]
[JsonDerivedType(typeof(UnsetLiteralType), "unset")]
public abstract record LiteralType
{
    /// <summary>Free metadata; a dataclass carries its JSON schema here. Null for none.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>A tag that tells variants of a union apart (<c>int</c>, <c>str</c>, a class name). Empty for none.</summary>
    public string StructureTag { get; init; } = "";

    /// <summary>A dataclass's attributes by name; empty for other types.</summary>
    public IReadOnlyDictionary<string, LiteralType> DataclassAttributes { get; init; } = ReadOnlyDictionary<string, LiteralType>.Empty;
}

/// <summary>Flyte's simple types, in its order and with its names.</summary>
public enum SimpleType
{
    /// <summary>Void.</summary>
    None = 0,

    /// <summary>64-bit integer.</summary>
    Integer = 1,

    /// <summary>Double.</summary>
    Float = 2,

    /// <summary>Text.</summary>
    String = 3,

    /// <summary>Truth value.</summary>
    Boolean = 4,

    /// <summary>Instant.</summary>
    Datetime = 5,

    /// <summary>Span of time.</summary>
    Duration = 6,

    /// <summary>Bytes.</summary>
    Binary = 7,

    /// <summary>Error.</summary>
    Error = 8,

    /// <summary>JSON object: dict or dataclass.</summary>
    Struct = 9,
}

/// <summary>A simple type.</summary>
/// <param name="Simple">Which.</param>
public sealed record SimpleLiteralType(SimpleType Simple) : LiteralType;

/// <summary>A list.</summary>
/// <param name="Element">Type of its items.</param>
public sealed record CollectionLiteralType(LiteralType Element) : LiteralType;

/// <summary>A map with text keys.</summary>
/// <param name="Value">Type of its values.</param>
public sealed record MapLiteralType(LiteralType Value) : LiteralType;

/// <summary>An enumeration of texts.</summary>
/// <param name="Values">The legal texts.</param>
public sealed record EnumLiteralType(IReadOnlyList<string> Values) : LiteralType;

/// <summary>A union; an optional type is a union with None.</summary>
/// <param name="Variants">The variants in order.</param>
public sealed record UnionLiteralType(IReadOnlyList<LiteralType> Variants) : LiteralType;

/// <summary>A file or folder.</summary>
/// <param name="Format">Declared format; may be empty.</param>
/// <param name="Multipart">True for a folder.</param>
public sealed record BlobLiteralType(string Format, bool Multipart) : LiteralType;

/// <summary>A table in Flyte's older form.</summary>
/// <param name="Columns">Column names with Flyte's column type names (INTEGER, FLOAT, STRING, BOOLEAN, DATETIME, DURATION).</param>
public sealed record SchemaLiteralType(IReadOnlyList<KeyValuePair<string, string>> Columns) : LiteralType;

/// <summary>A table.</summary>
/// <param name="Columns">Columns in order.</param>
/// <param name="Format">For example <c>parquet</c>; may be empty.</param>
public sealed record StructuredDatasetLiteralType(IReadOnlyList<DatasetColumn> Columns, string Format) : LiteralType
{
    /// <summary>A type without columns or format.</summary>
    public static StructuredDatasetLiteralType Plain { get; } = new([], "");

    /// <summary>Name of the external schema's kind, for example <c>arrow</c>; empty for none.</summary>
    public string ExternalSchemaType { get; init; } = "";

    /// <summary>The external schema; empty for none.</summary>
    public ReadOnlyMemory<byte> ExternalSchema { get; init; }
}

/// <summary>A column of a structured dataset.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
public sealed record DatasetColumn(string Name, LiteralType Type);

/// <summary>A type that is not set, or of a kind that this version does not know.</summary>
public sealed record UnsetLiteralType : LiteralType;
