using System.Text.Json;
using System.Text.Json.Nodes;
using BackendPlugins.BigQuery.Tests.Kit;

namespace BackendPlugins.BigQuery.Tests;

/// <summary>Lists, maps and dataclasses as parameters.</summary>
public sealed class CompositeParameterTests
{
    private static readonly LiteralType Integer = new SimpleLiteralType(SimpleType.Integer);
    private static readonly LiteralType Text = new SimpleLiteralType(SimpleType.String);
    private static readonly LiteralType Datetime = new SimpleLiteralType(SimpleType.Datetime);
    private static readonly LiteralType None = new SimpleLiteralType(SimpleType.None);
    private static readonly LiteralType Struct = new SimpleLiteralType(SimpleType.Struct);

    private static readonly LiteralType Point = Struct with
    {
        DataclassAttributes = new Dictionary<string, LiteralType> { ["y"] = new SimpleLiteralType(SimpleType.Float), ["x"] = Integer },
    };

    // {"x": 1, "y": 2} and {"x": 1}
    private static readonly Literal PackedPoint = Packed(0x82, 0xa1, (byte)'x', 0x01, 0xa1, (byte)'y', 0x02);
    private static readonly Literal HalfPoint = Packed(0x81, 0xa1, (byte)'x', 0x01);

    private const string PointType = """{"type": "STRUCT", "structTypes": [{"name": "x", "type": {"type": "INT64"}}, {"name": "y", "type": {"type": "FLOAT64"}}]}""";

    public static TheoryData<LiteralType?, Literal, string, string> Accepted => new()
    {
        { List(Integer), Items(new IntegerLiteral(1), new FloatLiteral(2)), Array("INT64"), """{"arrayValues": [{"value": "1"}, {"value": "2"}]}""" },
        { List(Integer), Items(), Array("INT64"), """{"arrayValues": []}""" },
        { List(Datetime), Items(), Array("DATETIME"), """{"arrayValues": []}""" },
        { List(Text), Packed(0x91, 0xa1, (byte)'a'), Array("STRING"), """{"arrayValues": [{"value": "a"}]}""" },
        { List(Union(Integer, None)), Items(new UnionLiteral(new IntegerLiteral(1), Integer)), Array("INT64"), """{"arrayValues": [{"value": "1"}]}""" },
        { List(new MapLiteralType(Integer)), Items(Map(("a", new IntegerLiteral(1)))), Array("JSON"), """{"arrayValues": [{"value": "{\"a\":1}"}]}""" },
        { null, Items(new BooleanLiteral(true)), Array("BOOL"), """{"arrayValues": [{"value": "true"}]}""" },
        { Union(List(Integer), None), new NoneLiteral(), Array("INT64"), """{"value": null}""" },
        { Union(Text, List(Integer)), new UnionLiteral(Items(new IntegerLiteral(1)), List(Integer)), Array("INT64"), """{"arrayValues": [{"value": "1"}]}""" },
        { Union(Text, List(Integer)), Items(new IntegerLiteral(1)), Array("INT64"), """{"arrayValues": [{"value": "1"}]}""" },
        { new MapLiteralType(Integer), Map(("b", new IntegerLiteral(1)), ("a", new IntegerLiteral(2))), """{"type": "JSON"}""", """{"value": "{\"b\":1,\"a\":2}"}""" },
        { new MapLiteralType(Integer), Map(), """{"type": "JSON"}""", """{"value": "{}"}""" },
        { Union(new MapLiteralType(Text), None), new NoneLiteral(), """{"type": "JSON"}""", """{"value": null}""" },
        { Struct, new GenericLiteral(JsonElement.Parse("""{"n": 3.0, "f": 0.5, "l": [[1], null, true], "s": "ä"}""")), """{"type": "JSON"}""", """{"value": "{\"n\":3,\"f\":0.5,\"l\":[[1],null,true],\"s\":\"ä\"}"}""" },
        { Struct, Packed(0x81, 0xa1, (byte)'a', 0x92, 0x01, 0xc0), """{"type": "JSON"}""", """{"value": "{\"a\":[1,null]}"}""" },
        { Point, PackedPoint, PointType, """{"structValues": {"x": {"value": "1"}, "y": {"value": "2"}}}""" },
        { Point, HalfPoint, PointType, """{"structValues": {"x": {"value": "1"}, "y": {"value": null}}}""" },
        { Point, new GenericLiteral(JsonElement.Parse("""{"x": 1.0, "y": 2.5}""")), PointType, """{"structValues": {"x": {"value": "1"}, "y": {"value": "2.5"}}}""" },
        { Union(Point, None), new NoneLiteral(), PointType, """{"value": null}""" },
        { List(Point), Items(PackedPoint), $$$"""{"type": "ARRAY", "arrayType": {{{PointType}}}}""", """{"arrayValues": [{"structValues": {"x": {"value": "1"}, "y": {"value": "2"}}}]}""" },
        { With("when", Datetime, """{"properties": {"when": {"type": "string", "format": "date"}}}"""), Attribute("when", "\"2026-03-01\""), Fields("when", "DATE"), """{"structValues": {"when": {"value": "2026-03-01"}}}""" },
        { With("when", Datetime, null), Attribute("when", "\"2026-03-01T12:00:00.5+02:00\""), Fields("when", "DATETIME"), """{"structValues": {"when": {"value": "2026-03-01T10:00:00.500000"}}}""" },
        { With("many", List(Integer), null), Attribute("many", "[1]"), """{"type": "STRUCT", "structTypes": [{"name": "many", "type": {"type": "ARRAY", "arrayType": {"type": "INT64"}}}]}""", """{"structValues": {"many": {"arrayValues": [{"value": "1"}]}}}""" },
        { new MapLiteralType(Datetime), Map(("at", new DatetimeLiteral(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero))), ("for", new DurationLiteral(TimeSpan.FromSeconds(90))), ("raw", new BinaryLiteral(new byte[] { 1 }, ""))), """{"type": "JSON"}""", """{"value": "{\"at\":\"2026-03-01T12:00:00Z\",\"for\":\"PT1M30S\",\"raw\":\"AQ==\"}"}""" },
    };

    [Theory]
    [MemberData(nameof(Accepted), DisableDiscoveryEnumeration = true)]
    public async Task Input_becomes_a_parameter_of_its_declared_type(LiteralType? declared, Literal value, string type, string expected)
    {
        using var stage = new PluginStage();
        var query = (await stage.BodyOfAsync(Samples.TaskWith(declared, value))).Query;
        var parameter = query["queryParameters"]![0]!;
        JsonNode.DeepEquals(parameter["parameterType"], JsonNode.Parse(type)).ShouldBeTrue(parameter.ToJsonString());
        JsonNode.DeepEquals(parameter["parameterValue"], JsonNode.Parse(expected)).ShouldBeTrue(parameter.ToJsonString());
    }

    public static TheoryData<LiteralType?, Literal, string> Refused => new()
    {
        { List(List(Integer)), Items(Items(new IntegerLiteral(1))), "inputs[\"x\"] is a list of lists; BigQuery has no array of arrays: pass it as a map or a dataclass" },
        { List(List(Integer)), Items(), "inputs[\"x\"] is a list of lists; BigQuery has no array of arrays: pass it as a map or a dataclass" },
        { List(Union(Integer, None)), Items(new IntegerLiteral(1), new NoneLiteral()), "inputs[\"x\"][1] is none; BigQuery's arrays hold no NULL: leave it out of the list" },
        { List(Union(Integer, Text)), Items(new IntegerLiteral(1), new StringLiteral("a")), "inputs[\"x\"] mixes INT64 and STRING; the items of a BigQuery array are of one type" },
        { null, Items(), "inputs[\"x\"] is an empty list and its interface does not say of what; declare the type of its items" },
        { List(Integer), new IntegerLiteral(1), "inputs[\"x\"] is declared list but carries an integer; pass a list" },
        { List(Integer), Items(new StringLiteral("a")), "inputs[\"x\"][0] is declared integer but carries a string; pass a whole number of 64 bits" },
        { List(new BlobLiteralType("", false)), Items(), "inputs[\"x\"][] is a blob; " + Supported },
        { Point, new StringLiteral("a"), "inputs[\"x\"] is declared dataclass but carries a string; pass a dataclass" },
        { Point, Attribute("z", "1"), "inputs[\"x\"] carries the attribute z, which its type does not declare; it has x, y" },
        { Point, Attribute("x", "1.5"), "inputs[\"x\"].x is declared integer but carries the float 1.5; pass a whole number of 64 bits" },
        { new MapLiteralType(new SimpleLiteralType(SimpleType.Float)), Map(("a", new FloatLiteral(double.NaN))), "inputs[\"x\"][\"a\"] is the float NaN, for which JSON has no form" },
        { new MapLiteralType(new BlobLiteralType("", false)), Map(("a", new BlobLiteral("s3://b", "", false))), "inputs[\"x\"][\"a\"] is a blob, for which JSON has no form" },
    };

    private const string Supported =
        "BigQuery tasks take integer, float, string, boolean, datetime, date, duration, binary, enum, list, map and dataclass inputs, and optional ones of these";

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Input_without_parameter_is_refused_by_name(LiteralType? declared, Literal value, string expected)
    {
        using var stage = new PluginStage();
        Should.Throw<TaskRefusedException>(() => stage.Plan(Samples.TaskWith(declared, value))).Message.ShouldBe(expected);
    }

    private static CollectionLiteralType List(LiteralType element) => new(element);

    private static UnionLiteralType Union(params LiteralType[] variants) => new(variants);

    private static CollectionLiteral Items(params Literal[] items) => new(items);

    private static MapLiteral Map(params (string Key, Literal Value)[] items) => new(items.ToDictionary(item => item.Key, item => item.Value));

    private static BinaryLiteral Packed(params byte[] bytes) => new(bytes, "msgpack");

    private static GenericLiteral Attribute(string name, string json) => new(JsonElement.Parse($$"""{"{{name}}": {{json}}}"""));

    private static LiteralType With(string attribute, LiteralType type, string? schema) => Struct with
    {
        DataclassAttributes = new Dictionary<string, LiteralType> { [attribute] = type },
        Metadata = schema is null ? null : JsonElement.Parse(schema),
    };

    private static string Array(string element) => $$$"""{"type": "ARRAY", "arrayType": {"type": "{{{element}}}"}}""";

    private static string Fields(string name, string type) => $$$"""{"type": "STRUCT", "structTypes": [{"name": "{{{name}}}", "type": {"type": "{{{type}}}"}}]}""";
}
