using System.Text.Json;

namespace BackendPlugins.BigQuery;

/// <summary>Brings the two packed forms of a value, MessagePack bytes and JSON objects, into literals that can be walked.</summary>
internal static class PlainValue
{
    /// <summary>The value without packed parts; unions stay, since they say which variant a value is of.</summary>
    /// <exception cref="TaskRefusedException">A packed part cannot be read.</exception>
    public static Literal Of(string field, Literal literal) => literal switch
    {
        BinaryLiteral { Tag: "msgpack" } packed => MsgpackValue.Decode(packed.Value)
            ?? throw new TaskRefusedException(field, "carries bytes tagged msgpack that cannot be read as one MessagePack value"),
        GenericLiteral generic => OfJson(generic.Value),
        UnionLiteral union => union with { Value = Of(field, union.Value) },
        CollectionLiteral list => new CollectionLiteral([.. list.Items.Select((item, i) => Of($"{field}[{i}]", item))]),
        MapLiteral map => new MapLiteral(map.Items.ToDictionary(item => item.Key, item => Of($"{field}[\"{item.Key}\"]", item.Value))),
        _ => literal,
    };

    private static Literal OfJson(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => new MapLiteral(value.EnumerateObject().ToDictionary(item => item.Name, item => OfJson(item.Value))),
        JsonValueKind.Array => new CollectionLiteral([.. value.EnumerateArray().Select(OfJson)]),
        JsonValueKind.String => new StringLiteral(value.GetString()!),
        JsonValueKind.Number => OfNumber(value),
        JsonValueKind.True or JsonValueKind.False => new BooleanLiteral(value.GetBoolean()),
        _ => new NoneLiteral(),
    };

    // In a protobuf Struct every number has passed as a double.
    private static Literal OfNumber(JsonElement number) =>
        number.TryGetInt64(out var exact) || WholeDouble.ToInt64(number.GetDouble()) is { } whole && (exact = whole) == whole
            ? new IntegerLiteral(exact)
            : new FloatLiteral(number.GetDouble());
}
