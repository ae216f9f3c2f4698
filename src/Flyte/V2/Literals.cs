using Google.Protobuf;

namespace BackendPlugins.Flyte.V2;

/// <summary>Values between wire and records.</summary>
internal static class Literals
{
    // A list or a map is an object with a list or an object in it.
    private const int ChildLevels = 2;

    /// <summary>Reads a value; one that is not set or not known becomes <see cref="UnsetLiteral"/>.</summary>
    public static Literal FromWire(Core.Literal? wire, Nesting nesting)
    {
        if (wire is null)
        {
            return new UnsetLiteral();
        }

        var inside = nesting.Deeper(ChildLevels);
        return wire.ValueCase switch
        {
            Core.Literal.ValueOneofCase.Scalar => FromWire(wire.Scalar, nesting, inside),
            Core.Literal.ValueOneofCase.Collection => new CollectionLiteral([.. wire.Collection.Literals.Select(item => FromWire(item, inside))]),
            Core.Literal.ValueOneofCase.Map => new MapLiteral(wire.Map.Literals.ToDictionary(item => item.Key, item => FromWire(item.Value, inside))),
            Core.Literal.ValueOneofCase.OffloadedMetadata => new OffloadedLiteral(
                wire.OffloadedMetadata.Uri, wire.OffloadedMetadata.SizeBytes, TypeOrNull(wire.OffloadedMetadata.InferredType, inside)),
            _ => new UnsetLiteral(),
        };
    }

    /// <summary>Reads a list of named values; a name may stand there once.</summary>
    public static IReadOnlyDictionary<string, Literal> FromWire(IReadOnlyCollection<Task.NamedLiteral> wire, string field)
    {
        var literals = new Dictionary<string, Literal>(wire.Count);
        foreach (var named in wire)
        {
            var nesting = Nesting.Of(field, named.Name);
            if (!literals.TryAdd(named.Name, FromWire(named.Value, nesting)))
            {
                throw new WireFormatException(nesting.Field, "is given twice: names must be unique");
            }
        }

        return literals;
    }

    /// <summary>Writes a value.</summary>
    public static Core.Literal ToWire(Literal literal, string field)
    {
        switch (literal)
        {
            case UnsetLiteral:
                return new Core.Literal();
            case CollectionLiteral collection:
                return new Core.Literal { Collection = new Core.LiteralCollection { Literals = { collection.Items.Select(item => ToWire(item, field)) } } };
            case MapLiteral map:
                return new Core.Literal { Map = MapOf(map, field) };
            case OffloadedLiteral offloaded:
                return new Core.Literal
                {
                    OffloadedMetadata = new Core.LiteralOffloadedMetadata
                    {
                        Uri = offloaded.Uri,
                        SizeBytes = offloaded.SizeBytes,
                        InferredType = offloaded.Type is null ? null : LiteralTypes.ToWire(offloaded.Type, field),
                    },
                };
            default:
                return new Core.Literal { Scalar = ScalarOf(literal, field) };
        }
    }

    /// <summary>Writes named values, in the order of their names.</summary>
    public static IEnumerable<Task.NamedLiteral> ToWire(IReadOnlyDictionary<string, Literal> literals, string field) =>
        literals.OrderBy(item => item.Key, StringComparer.Ordinal)
            .Select(item => new Task.NamedLiteral { Name = item.Key, Value = ToWire(item.Value, $"{field}[\"{item.Key}\"]") });

    private static Core.LiteralMap MapOf(MapLiteral map, string field)
    {
        var wire = new Core.LiteralMap();
        foreach (var (name, literal) in map.Items.OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            wire.Literals.Add(name, ToWire(literal, field));
        }

        return wire;
    }

    private static Literal FromWire(Core.Scalar wire, Nesting nesting, Nesting inside) => wire.ValueCase switch
    {
        Core.Scalar.ValueOneofCase.Primitive => FromWire(wire.Primitive, nesting.Field),
        Core.Scalar.ValueOneofCase.NoneType => new NoneLiteral(),
        Core.Scalar.ValueOneofCase.Binary => new BinaryLiteral(wire.Binary.Value.Memory, wire.Binary.Tag),
        Core.Scalar.ValueOneofCase.Generic => new GenericLiteral(Structs.ToJson(wire.Generic, inside)),
        Core.Scalar.ValueOneofCase.Blob => new BlobLiteral(
            wire.Blob.Uri, wire.Blob.Metadata?.Type?.Format ?? "", LiteralTypes.IsMultipart(wire.Blob.Metadata?.Type)),
        Core.Scalar.ValueOneofCase.Schema => new SchemaLiteral(wire.Schema.Uri, LiteralTypes.FromWire(wire.Schema.Type)),
        Core.Scalar.ValueOneofCase.StructuredDataset => new StructuredDatasetLiteral(
            wire.StructuredDataset.Uri, LiteralTypes.FromWire(wire.StructuredDataset.Metadata?.StructuredDatasetType, inside)),
        Core.Scalar.ValueOneofCase.Error => new ErrorLiteral(wire.Error.FailedNodeId, wire.Error.Message),
        Core.Scalar.ValueOneofCase.Union => new UnionLiteral(FromWire(wire.Union.Value, inside), TypeOrNull(wire.Union.Type, inside)),
        _ => new UnsetLiteral(),
    };

    private static Literal FromWire(Core.Primitive wire, string field) => wire.ValueCase switch
    {
        Core.Primitive.ValueOneofCase.Integer => new IntegerLiteral(wire.Integer),
        Core.Primitive.ValueOneofCase.FloatValue => new FloatLiteral(wire.FloatValue),
        Core.Primitive.ValueOneofCase.StringValue => new StringLiteral(wire.StringValue),
        Core.Primitive.ValueOneofCase.Boolean => new BooleanLiteral(wire.Boolean),
        Core.Primitive.ValueOneofCase.Datetime => new DatetimeLiteral(Times.FromWire(wire.Datetime, field)),
        Core.Primitive.ValueOneofCase.Duration => new DurationLiteral(Times.FromWire(wire.Duration, field)),
        _ => new UnsetLiteral(),
    };

    private static LiteralType? TypeOrNull(Core.LiteralType? wire, Nesting nesting) =>
        wire is null ? null : LiteralTypes.FromWire(wire, nesting);

    private static Core.Scalar ScalarOf(Literal literal, string field) => literal switch
    {
        NoneLiteral => new Core.Scalar { NoneType = new Core.Void() },
        BinaryLiteral binary => new Core.Scalar { Binary = new Core.Binary { Value = ByteString.CopyFrom(binary.Value.Span), Tag = binary.Tag } },
        GenericLiteral generic => new Core.Scalar { Generic = Structs.FromJson(generic.Value, field) },
        BlobLiteral blob => new Core.Scalar
        {
            Blob = new Core.Blob { Uri = blob.Uri, Metadata = new Core.BlobMetadata { Type = LiteralTypes.ToWire(blob.Format, blob.Multipart) } },
        },
        SchemaLiteral schema => new Core.Scalar { Schema = new Core.Schema { Uri = schema.Uri, Type = LiteralTypes.ToWire(schema.Type, field) } },
        StructuredDatasetLiteral dataset => new Core.Scalar
        {
            StructuredDataset = new Core.StructuredDataset
            {
                Uri = dataset.Uri,
                Metadata = new Core.StructuredDatasetMetadata { StructuredDatasetType = LiteralTypes.ToWire(dataset.Type, field) },
            },
        },
        ErrorLiteral error => new Core.Scalar { Error = new Core.Error { FailedNodeId = error.FailedNode, Message = error.Message } },
        UnionLiteral union => new Core.Scalar
        {
            Union = new Core.Union
            {
                Value = ToWire(union.Value, field),
                Type = union.Type is null ? null : LiteralTypes.ToWire(union.Type, field),
            },
        },
        _ => new Core.Scalar { Primitive = PrimitiveOf(literal) },
    };

    private static Core.Primitive PrimitiveOf(Literal literal) => literal switch
    {
        IntegerLiteral integer => new Core.Primitive { Integer = integer.Value },
        FloatLiteral number => new Core.Primitive { FloatValue = number.Value },
        StringLiteral text => new Core.Primitive { StringValue = text.Value },
        BooleanLiteral truth => new Core.Primitive { Boolean = truth.Value },
        DatetimeLiteral instant => new Core.Primitive { Datetime = Times.ToWire(instant.Value) },
        DurationLiteral span => new Core.Primitive { Duration = Times.ToWire(span.Value) },
        _ => throw new ArgumentOutOfRangeException(nameof(literal), literal.GetType().Name, "This kind of value has no form on the wire."),
    };
}
