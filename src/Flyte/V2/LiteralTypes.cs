using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace BackendPlugins.Flyte.V2;

/// <summary>Types between wire and records.</summary>
internal static class LiteralTypes
{
    // A column and its type stand in a list of the type around them: one level more than a plain child.
    private const int ChildLevels = 2;
    private const int ColumnLevels = 3;

    private static readonly EnumDescriptor SchemaColumnTypes =
        Core.SchemaType.Types.SchemaColumn.Descriptor.FindDescriptor<EnumDescriptor>("SchemaColumnType");

    /// <summary>Reads a type; one that is not set or not known becomes <see cref="UnsetLiteralType"/>.</summary>
    public static LiteralType FromWire(Core.LiteralType? wire, Nesting nesting)
    {
        if (wire is null)
        {
            return new UnsetLiteralType();
        }

        var inside = nesting.Deeper(ChildLevels);
        LiteralType type = wire.TypeCase switch
        {
            Core.LiteralType.TypeOneofCase.Simple => new SimpleLiteralType((SimpleType)(int)wire.Simple),
            Core.LiteralType.TypeOneofCase.CollectionType => new CollectionLiteralType(FromWire(wire.CollectionType, inside)),
            Core.LiteralType.TypeOneofCase.MapValueType => new MapLiteralType(FromWire(wire.MapValueType, inside)),
            Core.LiteralType.TypeOneofCase.EnumType => new EnumLiteralType([.. wire.EnumType.Values]),
            Core.LiteralType.TypeOneofCase.UnionType => new UnionLiteralType([.. wire.UnionType.Variants.Select(variant => FromWire(variant, inside))]),
            Core.LiteralType.TypeOneofCase.Blob => new BlobLiteralType(wire.Blob.Format, IsMultipart(wire.Blob)),
            Core.LiteralType.TypeOneofCase.Schema => FromWire(wire.Schema),
            Core.LiteralType.TypeOneofCase.StructuredDatasetType => FromWire(wire.StructuredDatasetType, nesting),
            _ => new UnsetLiteralType(),
        };

        return type with
        {
            Metadata = wire.Metadata is null ? null : Structs.ToJson(wire.Metadata, inside),
            StructureTag = wire.Structure?.Tag ?? "",
            DataclassAttributes = wire.Structure is null
                ? new Dictionary<string, LiteralType>()
                : wire.Structure.DataclassType.ToDictionary(attribute => attribute.Key, attribute => FromWire(attribute.Value, inside)),
        };
    }

    public static SchemaLiteralType FromWire(Core.SchemaType? wire) => new(
        [.. (wire?.Columns ?? []).Select(column => KeyValuePair.Create(column.Name, EnumNames.NameOf(SchemaColumnTypes, (int)column.Type)))]);

    public static StructuredDatasetLiteralType FromWire(Core.StructuredDatasetType? wire, Nesting nesting)
    {
        if (wire is null)
        {
            return StructuredDatasetLiteralType.Plain;
        }

        var inside = nesting.Deeper(ColumnLevels);
        return new StructuredDatasetLiteralType(
            [.. wire.Columns.Select(column => new DatasetColumn(column.Name, FromWire(column.LiteralType, inside)))], wire.Format)
        {
            ExternalSchemaType = wire.ExternalSchemaType,
            ExternalSchema = wire.ExternalSchemaBytes.Memory,
        };
    }

    public static bool IsMultipart(Core.BlobType? wire) =>
        wire?.Dimensionality is Core.BlobType.Types.BlobDimensionality.Multipart;

    /// <summary>Writes a type.</summary>
    public static Core.LiteralType ToWire(LiteralType type, string field)
    {
        var wire = new Core.LiteralType();
        switch (type)
        {
            case SimpleLiteralType simple:
                wire.Simple = (Core.SimpleType)(int)simple.Simple;
                break;
            case CollectionLiteralType collection:
                wire.CollectionType = ToWire(collection.Element, field);
                break;
            case MapLiteralType map:
                wire.MapValueType = ToWire(map.Value, field);
                break;
            case EnumLiteralType enumeration:
                wire.EnumType = new Core.EnumType { Values = { enumeration.Values } };
                break;
            case UnionLiteralType union:
                wire.UnionType = new Core.UnionType { Variants = { union.Variants.Select(variant => ToWire(variant, field)) } };
                break;
            case BlobLiteralType blob:
                wire.Blob = ToWire(blob.Format, blob.Multipart);
                break;
            case SchemaLiteralType schema:
                wire.Schema = ToWire(schema, field);
                break;
            case StructuredDatasetLiteralType dataset:
                wire.StructuredDatasetType = ToWire(dataset, field);
                break;
            case UnsetLiteralType:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type.GetType().Name, "This kind of type has no form on the wire.");
        }

        wire.Metadata = type.Metadata is { } metadata ? Structs.FromJson(metadata, $"{field} type metadata") : null;
        if (type.StructureTag.Length > 0 || type.DataclassAttributes.Count > 0)
        {
            wire.Structure = new Core.TypeStructure { Tag = type.StructureTag };
            foreach (var (name, attribute) in type.DataclassAttributes)
            {
                wire.Structure.DataclassType[name] = ToWire(attribute, field);
            }
        }

        return wire;
    }

    public static Core.BlobType ToWire(string format, bool multipart) => new()
    {
        Format = format,
        Dimensionality = multipart ? Core.BlobType.Types.BlobDimensionality.Multipart : Core.BlobType.Types.BlobDimensionality.Single,
    };

    public static Core.SchemaType ToWire(SchemaLiteralType type, string field) => new()
    {
        Columns =
        {
            type.Columns.Select(column => new Core.SchemaType.Types.SchemaColumn
            {
                Name = column.Key,
                Type = (Core.SchemaType.Types.SchemaColumn.Types.SchemaColumnType)EnumNames.NumberOf(SchemaColumnTypes, column.Value, field),
            }),
        },
    };

    public static Core.StructuredDatasetType ToWire(StructuredDatasetLiteralType type, string field) => new()
    {
        Columns =
        {
            type.Columns.Select(column => new Core.StructuredDatasetType.Types.DatasetColumn
            {
                Name = column.Name,
                LiteralType = ToWire(column.Type, field),
            }),
        },
        Format = type.Format,
        ExternalSchemaType = type.ExternalSchemaType,
        ExternalSchemaBytes = ByteString.CopyFrom(type.ExternalSchema.Span),
    };
}
