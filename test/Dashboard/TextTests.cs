using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using BackendPlugins.Dashboard.Text;

namespace BackendPlugins.Dashboard.Tests;

public class TextTests
{
    public static TheoryData<Literal, string, string> Literals => new()
    {
        { new IntegerLiteral(-5), "integer", "-5" },
        { new FloatLiteral(0.1), "float", "0.1" },
        { new FloatLiteral(double.NaN), "float", "NaN" },
        { new StringLiteral("text"), "string", "text" },
        { new BooleanLiteral(true), "boolean", "true" },
        { new DatetimeLiteral(Samples.Now.ToOffset(TimeSpan.FromHours(2))), "datetime", "2026-03-14T09:26:53.0000000+00:00" },
        { new DurationLiteral(TimeSpan.FromMinutes(90)), "duration", "01:30:00" },
        { new NoneLiteral(), "none", "" },
        { new BinaryLiteral(new byte[] { 1 }, ""), "binary", "1 byte" },
        { new BinaryLiteral(new byte[2_000], "msgpack"), "binary", "2,000 bytes of msgpack" },
        { new GenericLiteral(JsonSerializer.SerializeToElement(new { a = 1 })), "struct", "{\"a\":1}" },
        { new BlobLiteral("s3://b/f", "csv", false), "file", "s3://b/f" },
        { new BlobLiteral("s3://b/d", "", true), "folder", "s3://b/d" },
        { new SchemaLiteral("bq://a.b.c", new SchemaLiteralType([])), "schema", "bq://a.b.c" },
        { new StructuredDatasetLiteral("bq://a.b.c", StructuredDatasetLiteralType.Plain), "structured dataset", "bq://a.b.c" },
        { new ErrorLiteral("n0", "broke"), "error", "n0: broke" },
        { new UnionLiteral(new IntegerLiteral(1), null), "union of integer", "1" },
        { new CollectionLiteral([new NoneLiteral(), new NoneLiteral()]), "list", "2 items" },
        { new MapLiteral(new Dictionary<string, Literal> { ["k"] = new NoneLiteral() }), "map", "1 item" },
        { new OffloadedLiteral("s3://b/o", 1_048_576, null), "offloaded", "s3://b/o (1,048,576 bytes)" },
        { new UnsetLiteral(), "unset", "" },
    };

    [Theory]
    [MemberData(nameof(Literals), DisableDiscoveryEnumeration = true)]
    public void A_literal_is_told_in_one_line(Literal literal, string kind, string value)
    {
        LiteralText.Kind(literal).ShouldBe(kind);
        LiteralText.Value(literal).ShouldBe(value);
    }

    [Fact]
    public void Every_kind_of_literal_is_told()
    {
        var known = typeof(Literal).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(kind => kind.DerivedType);
        Literals.Select(row => row.Data.Item1.GetType()).Distinct().ShouldBe(known, ignoreOrder: true);
    }

    [Fact]
    public void A_cut_does_not_halve_a_character()
    {
        LiteralText.Cut("ab😀cd", 3).ShouldBe("ab…");
        LiteralText.Cut("ab😀cd", 4).ShouldBe("ab😀…");
        LiteralText.Cut("abcd", 4).ShouldBe("abcd");
    }

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(0.34, "340 ms")]
    [InlineData(0.9999, "1.0 s")]
    [InlineData(2.54, "2.5 s")]
    [InlineData(9.97, "9 s")]
    [InlineData(59.9, "59 s")]
    [InlineData(60, "1 min 00 s")]
    [InlineData(185, "3 min 05 s")]
    [InlineData(3_599.9, "59 min 59 s")]
    [InlineData(8_040, "2 h 14 min")]
    [InlineData(360_000, "4 d 4 h")]
    [InlineData(-185, "3 min 05 s")]
    public void A_span_is_told_in_two_units_at_most(double seconds, string text) =>
        Elapsed.Text(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    [Theory]
    [InlineData(0, "now")]
    [InlineData(-0.9, "now")]
    [InlineData(-12, "12 s ago")]
    [InlineData(-59.9, "59 s ago")]
    [InlineData(-3_599, "59 min ago")]
    [InlineData(-86_399, "23 h ago")]
    [InlineData(-200_000, "2 d ago")]
    [InlineData(12, "in 12 s")]
    [InlineData(400, "in 6 min")]
    public void An_instant_is_told_by_its_distance(double seconds, string text) =>
        Elapsed.From(Samples.Now.AddSeconds(seconds), Samples.Now).ShouldBe(text);
}
