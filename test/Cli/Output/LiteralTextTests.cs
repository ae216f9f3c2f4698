using BackendPlugins.Cli.Output;

namespace BackendPlugins.Cli.Tests.Output;

public sealed class LiteralTextTests
{
    public static TheoryData<Literal, string> Values => new()
    {
        { new IntegerLiteral(-3), "-3" },
        { new FloatLiteral(0.1), "0.1" },
        { new FloatLiteral(double.NaN), "NaN" },
        { new StringLiteral("a b"), "\"a b\"" },
        { new BooleanLiteral(true), "true" },
        { new DatetimeLiteral(new DateTimeOffset(2026, 8, 21, 6, 0, 0, TimeSpan.Zero)), "2026-08-21T06:00:00Z" },
        { new DurationLiteral(TimeSpan.FromSeconds(90)), "PT1M30S" },
        { new NoneLiteral(), "none" },
        { new BinaryLiteral(new byte[] { 1, 2 }, "msgpack"), "2 bytes msgpack" },
        { new GenericLiteral(System.Text.Json.JsonElement.Parse("""{"a":1}""")), """{"a":1}""" },
        { new BlobLiteral("s3://b/f", "", false), "s3://b/f" },
        { new StructuredDatasetLiteral("bq://p:d.t", StructuredDatasetLiteralType.Plain), "bq://p:d.t" },
        { new UnionLiteral(new IntegerLiteral(1), null), "1" },
        { new CollectionLiteral([new IntegerLiteral(1), new StringLiteral("x")]), "[1, \"x\"]" },
        { new MapLiteral(new Dictionary<string, Literal> { ["k"] = new IntegerLiteral(1) }), "{k: 1}" },
        { new UnsetLiteral(), "not set" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_kind_of_value_has_words(Literal literal, string text) => LiteralText.Of(literal).ShouldBe(text);
}
