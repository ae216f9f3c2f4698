using System.Text.Json.Nodes;
using BackendPlugins.BigQuery.Tests.Kit;

namespace BackendPlugins.BigQuery.Tests;

public sealed class ParameterTests
{
    private static readonly DateTimeOffset Instant = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(2)).AddTicks(1_234_567);

    private static LiteralType Integer => new SimpleLiteralType(SimpleType.Integer);

    private static LiteralType Float => new SimpleLiteralType(SimpleType.Float);

    private static LiteralType String => new SimpleLiteralType(SimpleType.String);

    private static LiteralType Boolean => new SimpleLiteralType(SimpleType.Boolean);

    private static LiteralType Datetime => new SimpleLiteralType(SimpleType.Datetime);

    private static LiteralType Date => Datetime with { StructureTag = "date" };

    private static LiteralType Duration => new SimpleLiteralType(SimpleType.Duration);

    private static LiteralType Binary => new SimpleLiteralType(SimpleType.Binary);

    private static LiteralType None => new SimpleLiteralType(SimpleType.None);

    public static TheoryData<LiteralType?, Literal, string, string?> Accepted => new()
    {
        { Integer, new IntegerLiteral(long.MinValue), "INT64", "-9223372036854775808" },
        { Integer, new FloatLiteral(3), "INT64", "3" },
        { Integer, new FloatLiteral(-9007199254740993d), "INT64", "-9007199254740992" },
        { Float, new FloatLiteral(0.1), "FLOAT64", "0.1" },
        { Float, new FloatLiteral(1e300), "FLOAT64", "1E+300" },
        { Float, new FloatLiteral(double.NaN), "FLOAT64", "NaN" },
        { Float, new FloatLiteral(double.PositiveInfinity), "FLOAT64", "Infinity" },
        { Float, new FloatLiteral(double.NegativeInfinity), "FLOAT64", "-Infinity" },
        { Float, new IntegerLiteral(7), "FLOAT64", "7" },
        { String, new StringLiteral("it's \"ä\""), "STRING", "it's \"ä\"" },
        { String, new StringLiteral(""), "STRING", "" },
        { Boolean, new BooleanLiteral(true), "BOOL", "true" },
        { Boolean, new BooleanLiteral(false), "BOOL", "false" },
        { Datetime, new DatetimeLiteral(Instant), "DATETIME", "2026-02-03T02:05:06.123456" },
        { Date, new DatetimeLiteral(new(2026, 2, 3, 0, 0, 0, TimeSpan.Zero)), "DATE", "2026-02-03" },
        { Duration, new DurationLiteral(new TimeSpan(2, 3, 4, 5, 6, 7)), "INTERVAL", "0-0 0 51:4:5.006007" },
        { Duration, new DurationLiteral(TimeSpan.FromMicroseconds(-1)), "INTERVAL", "0-0 0 -0:0:0.000001" },
        { Duration, new DurationLiteral(TimeSpan.FromTicks(-1)), "INTERVAL", "0-0 0 0:0:0.000000" },
        { Duration, Packed(0xcb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0), "INTERVAL", "0-0 0 0:0:1.500000" },
        { Binary, new BinaryLiteral(new byte[] { 0, 255, 7 }, ""), "BYTES", "AP8H" },
        { Binary, Packed(0xc4, 0x01, 0xff), "BYTES", "/w==" },
        { null, new BinaryLiteral(new byte[] { 1 }, "other"), "BYTES", "AQ==" },
        { new EnumLiteralType(["a", "b"]), new StringLiteral("b"), "STRING", "b" },
        // Without a declared type the value decides.
        { null, new IntegerLiteral(1), "INT64", "1" },
        { null, new FloatLiteral(1), "FLOAT64", "1" },
        { new UnsetLiteralType(), new StringLiteral("s"), "STRING", "s" },
        // Optional and other unions.
        { Union(Integer, None), new UnionLiteral(new IntegerLiteral(5), Integer), "INT64", "5" },
        { Union(Integer, None), new UnionLiteral(new FloatLiteral(5), null), "INT64", "5" },
        { Union(None, Float), new IntegerLiteral(5), "FLOAT64", "5" },
        { Union(Float, Integer), new IntegerLiteral(5), "INT64", "5" },
        { Union(String, Integer), new UnionLiteral(new UnionLiteral(new StringLiteral("s"), String), null), "STRING", "s" },
        { Union(Integer, None), new UnionLiteral(new NoneLiteral(), None), "INT64", null },
        { Union(None, Float), new NoneLiteral(), "FLOAT64", null },
        { Union(Boolean, None), new NoneLiteral(), "BOOL", null },
        { Union(String, None), new NoneLiteral(), "STRING", null },
        { Union(Datetime, None), new NoneLiteral(), "DATETIME", null },
        { Union(Date, None), new UnionLiteral(new NoneLiteral(), None), "DATE", null },
        { Union(Duration, None), new NoneLiteral(), "INTERVAL", null },
        { Union(Binary, None), new NoneLiteral(), "BYTES", null },
        { Union(Datetime, Date), new UnionLiteral(new DatetimeLiteral(new(2026, 2, 3, 0, 0, 0, TimeSpan.Zero)), Date), "DATE", "2026-02-03" },
        { Union(new EnumLiteralType(["a"]), String), new StringLiteral("b"), "STRING", "b" },
        { None, new NoneLiteral(), "STRING", null },
        { null, new NoneLiteral(), "STRING", null },
        // Attributes of dataclasses come packed.
        { Integer, Packed(0xcd, 0x01, 0x00), "INT64", "256" },
        { Float, Packed(0x07), "FLOAT64", "7" },
        { Integer, Packed(0xcb, 0x40, 0x08, 0, 0, 0, 0, 0, 0), "INT64", "3" },
        { String, Packed([0xa2, .. "hi"u8]), "STRING", "hi" },
        { Boolean, Packed(0xc3), "BOOL", "true" },
        { Union(Integer, None), new UnionLiteral(Packed(0xc0), null), "INT64", null },
    };

    [Theory]
    [MemberData(nameof(Accepted), DisableDiscoveryEnumeration = true)]
    public async Task Input_becomes_a_parameter_of_its_declared_type(LiteralType? declared, Literal value, string type, string? text)
    {
        using var stage = new PluginStage();
        var query = (await stage.BodyOfAsync(Samples.TaskWith(declared, value))).Query;
        var expected = new JsonArray(new JsonObject
        {
            ["name"] = "x",
            ["parameterType"] = new JsonObject { ["type"] = type },
            ["parameterValue"] = new JsonObject { ["value"] = text },
        });
        JsonNode.DeepEquals(query["queryParameters"], expected).ShouldBeTrue(query.ToJsonString());
        query["parameterMode"]!.GetValue<string>().ShouldBe("NAMED");
    }

    public static TheoryData<LiteralType?, Literal, string> Refused => new()
    {
        { Integer, new FloatLiteral(1.5), "inputs[\"x\"] is declared integer but carries the float 1.5; pass a whole number of 64 bits" },
        { Integer, new FloatLiteral(9.3e18), "inputs[\"x\"] is declared integer but carries the float 9.3E+18; pass a whole number of 64 bits" },
        { Integer, new FloatLiteral(double.NaN), "inputs[\"x\"] is declared integer but carries the float NaN; pass a whole number of 64 bits" },
        { Integer, new StringLiteral("1"), "inputs[\"x\"] is declared integer but carries a string; pass a whole number of 64 bits" },
        { Boolean, new IntegerLiteral(1), "inputs[\"x\"] is declared boolean but carries an integer; pass true or false" },
        { String, new BooleanLiteral(true), "inputs[\"x\"] is declared string but carries a boolean; pass a text" },
        { Float, new StringLiteral("1"), "inputs[\"x\"] is declared float but carries a string; pass a number" },
        { Datetime, new StringLiteral("now"), "inputs[\"x\"] is declared datetime but carries a string; pass a datetime" },
        { Date, new DatetimeLiteral(Instant), "inputs[\"x\"] is declared date but carries a datetime; pass a date, at midnight UTC" },
        { Duration, new DurationLiteral(TimeSpan.MaxValue), "inputs[\"x\"] is declared duration but carries a duration; pass a duration of at most 10,000 years" },
        { Binary, new StringLiteral("s"), "inputs[\"x\"] is declared binary but carries a string; pass bytes" },
        { new SimpleLiteralType(SimpleType.Error), new ErrorLiteral("n0", "m"), "inputs[\"x\"] is an error; " + Supported },
        { new SchemaLiteralType([]), new SchemaLiteral("s3://b", new SchemaLiteralType([])), "inputs[\"x\"] is a schema; " + Supported },
        { new BlobLiteralType("csv", true), new BlobLiteral("s3://b", "csv", true), "inputs[\"x\"] is a blob; " + Supported },
        { null, new OffloadedLiteral("s3://b", 1, null), "inputs[\"x\"] is an offloaded; " + Supported },
        { Integer, new OffloadedLiteral("s3://b", 1, null), "inputs[\"x\"] is declared integer but carries an offloaded; pass a whole number of 64 bits" },
        { StructuredDatasetLiteralType.Plain, new StructuredDatasetLiteral("bq://", StructuredDatasetLiteralType.Plain), "inputs[\"x\"] is a structured dataset; " + Supported },
        { null, new BlobLiteral("s3://b", "", false), "inputs[\"x\"] is a blob; " + Supported },
        { null, new UnsetLiteral(), "inputs[\"x\"] is no value that this version knows; " + Supported },
        { Union(Integer, None), new UnionLiteral(new StringLiteral("s"), null), "inputs[\"x\"] is a union with no variant for a string; " + Supported },
        { Integer, Packed(0x93, 1, 2, 3), "inputs[\"x\"] is declared integer but carries a collection; pass a whole number of 64 bits" },
        { Integer, Packed(0x93, 1), "inputs[\"x\"] carries bytes tagged msgpack that cannot be read as one MessagePack value" },
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

    [Fact]
    public async Task Datetime_is_a_timestamp_where_the_setting_says_so()
    {
        using var stage = new PluginStage(("Plugins:BigQuery:DatetimeParameters", "timestamp"));
        var parameter = (await stage.BodyOfAsync(Samples.TaskWith(Datetime, new DatetimeLiteral(Instant)))).Query["queryParameters"]![0]!;
        parameter["parameterType"]!["type"]!.GetValue<string>().ShouldBe("TIMESTAMP");
        parameter["parameterValue"]!["value"]!.GetValue<string>().ShouldBe("2026-02-03 02:05:06.123456+00:00");
    }

    [Fact]
    public async Task Parameters_stand_in_the_order_of_their_names()
    {
        using var stage = new PluginStage();
        var query = (await stage.BodyOfAsync(Samples.Task(inputs: new() { ["b"] = new IntegerLiteral(1), ["a"] = new IntegerLiteral(2) }))).Query;
        query["queryParameters"]!.AsArray().Select(parameter => parameter!["name"]!.GetValue<string>()).ShouldBe(["a", "b"]);
    }

    private static UnionLiteralType Union(params LiteralType[] variants) => new(variants);

    private static BinaryLiteral Packed(params byte[] bytes) => new(bytes, "msgpack");
}
