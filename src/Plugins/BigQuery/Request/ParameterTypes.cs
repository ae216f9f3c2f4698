namespace BackendPlugins.BigQuery;

/// <summary>
/// The BigQuery type of an input. Flyte's interface decides; the value at hand is asked only which variant of a union it
/// is of, and where the interface says nothing.
/// </summary>
internal sealed class ParameterTypes(DatetimeParameterType datetimes)
{
    // Python's union variants carry the name of their type; a date is a datetime otherwise.
    private const string DateTag = "date";

    private readonly ScalarType _datetime = new(datetimes is DatetimeParameterType.Timestamp ? ScalarType.Timestamp : ScalarType.Datetime);

    /// <summary>The type.</summary>
    /// <param name="field">How its author finds the value.</param>
    /// <param name="declared">Its declared type; null where the interface has none.</param>
    /// <param name="value">The value, without packed parts.</param>
    /// <exception cref="TaskRefusedException">BigQuery has no parameter of this type.</exception>
    public ParameterType Of(string field, LiteralType? declared, Literal value)
    {
        var type = declared;
        while (value is UnionLiteral union)
        {
            type = union.Type is null or UnsetLiteralType ? type : union.Type;
            value = union.Value;
        }

        if (value is NoneLiteral)
        {
            // The variant "none" says nothing of the type that the parameter has in other runs.
            type = declared;
        }

        return type switch
        {
            null or UnsetLiteralType => OfValue(field, value),
            UnionLiteralType variants => OfUnion(field, variants, value),
            SimpleLiteralType { Simple: SimpleType.Struct, DataclassAttributes.Count: > 0 } dataclass => OfDataclass(field, dataclass, value),
            SimpleLiteralType { Simple: SimpleType.Datetime } instant when IsDate(instant) => new ScalarType(ScalarType.Date),
            SimpleLiteralType simple when OfSimple(simple.Simple) is { } scalar => scalar,
            EnumLiteralType => new ScalarType(ScalarType.String),
            MapLiteralType => new ScalarType(ScalarType.Json),
            CollectionLiteralType list => OfList(field, list.Element, value),
            _ => throw Unsupported(field, InputWords.Of(type)),
        };
    }

    private static bool IsDate(SimpleLiteralType type) =>
        type.StructureTag == DateTag
        || (type.Metadata is { ValueKind: System.Text.Json.JsonValueKind.Object } schema
            && schema.TryGetProperty("format", out var format) && format.ValueKind is System.Text.Json.JsonValueKind.String && format.ValueEquals("date"));

    private ParameterType OfUnion(string field, UnionLiteralType union, Literal value)
    {
        if (value is NoneLiteral)
        {
            var some = union.Variants.FirstOrDefault(variant => variant is not SimpleLiteralType { Simple: SimpleType.None });
            return some is null ? new ScalarType(ScalarType.String) : Of(field, some, value);
        }

        // A caller that sends no variant: the one that is exactly the value's type, else one that it converts to.
        var fitting = union.Variants.FirstOrDefault(variant => InputWords.Fits(variant, value, exactly: true))
            ?? union.Variants.FirstOrDefault(variant => InputWords.Fits(variant, value, exactly: false))
            ?? throw Unsupported(field, $"a union with no variant for {InputWords.Of(value)}");
        return Of(field, fitting, value);
    }

    private StructType OfDataclass(string field, SimpleLiteralType dataclass, Literal value)
    {
        var items = (value as MapLiteral)?.Items;
        // The wire keeps attributes as a map: the order of the class is lost, that of the names is at least always the same.
        return new StructType([.. dataclass.DataclassAttributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal).Select(attribute =>
            KeyValuePair.Create(
                attribute.Key,
                Of($"{field}.{attribute.Key}", WithSchema(dataclass, attribute), items?.GetValueOrDefault(attribute.Key) ?? new NoneLiteral())))]);
    }

    /// <summary>The attribute's type with its part of the dataclass's JSON schema, which alone tells a date from a datetime.</summary>
    private static LiteralType WithSchema(SimpleLiteralType dataclass, KeyValuePair<string, LiteralType> attribute) =>
        attribute.Value is SimpleLiteralType { Simple: SimpleType.Datetime, Metadata: null } instant
        && dataclass.Metadata is { ValueKind: System.Text.Json.JsonValueKind.Object } schema
        && schema.TryGetProperty("properties", out var properties) && properties.ValueKind is System.Text.Json.JsonValueKind.Object
        && properties.TryGetProperty(attribute.Key, out var property)
            ? instant with { Metadata = property }
            : attribute.Value;

    private ArrayType OfList(string field, LiteralType? element, Literal value)
    {
        var items = (value as CollectionLiteral)?.Items ?? [];
        if (items.Count == 0 && element is null or UnsetLiteralType)
        {
            throw new TaskRefusedException(field, "is an empty list and its interface does not say of what; declare the type of its items");
        }

        var types = items.Count == 0
            ? [Of($"{field}[]", element, new NoneLiteral())]
            : items.Select((item, i) => Of($"{field}[{i}]", element, item)).DistinctBy(type => type.ToString()).ToList();
        if (types.Count > 1)
        {
            throw new TaskRefusedException(field, $"mixes {string.Join(" and ", types)}; the items of a BigQuery array are of one type");
        }

        return types[0] is ArrayType
            ? throw new TaskRefusedException(field, "is a list of lists; BigQuery has no array of arrays: pass it as a map or a dataclass")
            : new ArrayType(types[0]);
    }

    private ScalarType? OfSimple(SimpleType simple) => simple switch
    {
        SimpleType.Integer => new(ScalarType.Int64),
        SimpleType.Float => new(ScalarType.Float64),
        SimpleType.String => new(ScalarType.String),
        SimpleType.Boolean => new(ScalarType.Bool),
        SimpleType.Datetime => _datetime,
        SimpleType.Duration => new(ScalarType.Interval),
        SimpleType.Binary => new(ScalarType.Bytes),
        SimpleType.Struct => new(ScalarType.Json),
        // A NULL needs some type; STRING converts to the others where the query casts.
        SimpleType.None => new(ScalarType.String),
        _ => null,
    };

    private ParameterType OfValue(string field, Literal value) => value switch
    {
        CollectionLiteral => OfList(field, null, value),
        MapLiteral => new ScalarType(ScalarType.Json),
        _ when InputWords.SimpleOf(value) is { } simple && OfSimple(simple) is { } scalar => scalar,
        _ => throw Unsupported(field, InputWords.Of(value)),
    };

    private static TaskRefusedException Unsupported(string field, string what) => new(
        field,
        $"is {what}; BigQuery tasks take integer, float, string, boolean, datetime, date, duration, binary, enum, list, map and dataclass inputs, and optional ones of these");
}
