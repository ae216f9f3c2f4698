using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using BackendPlugins.BigQuery.Tests.Kit;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace BackendPlugins.BigQuery.Tests;

/// <summary>Any value of a supported type reaches the service as the same value.</summary>
public sealed class ParameterPropertyTests
{
    [Property(MaxTest = 300, Arbitrary = [typeof(ParameterPropertyTests)])]
    public void Value_reaches_the_service_as_it_is(TypedValue input)
    {
        var query = QueryJob.Of(Samples.TaskWith(input.Type, input.Value), new BigQueryOptions()).Configuration["query"]!;
        var parameter = JsonNode.Parse(query["queryParameters"]![0]!.ToJsonString(PluginJson.Options))!;
        Same(input.Value, Decode(parameter["parameterType"]!, parameter["parameterValue"]!)).ShouldBeTrue($"{input.Value} left as {parameter.ToJsonString()}");
    }

    public static Arbitrary<TypedValue> Values() => Arb.From(Gen.OneOf(Scalars, Lists(Scalars), Dataclasses(Gen.OneOf(Scalars, Lists(Scalars)))));

    // 10,000 years of 365.25 days in microseconds: the wire has no longer span.
    private const long LongestSpan = 315_576_000_000_000_000;

    private static readonly Gen<long> Long = Gen.OneOf(
        ArbMap.Default.GeneratorFor<long>(),
        ArbMap.Default.GeneratorFor<DoNotSize<long>>().Select(value => value.Item),
        Gen.Elements(long.MinValue, long.MaxValue, 0));

    private static Gen<TypedValue> Scalars => Gen.OneOf(
        Of(SimpleType.Integer, Long.Select(value => (Literal)new IntegerLiteral(value))),
        Of(SimpleType.Float, ArbMap.Default.GeneratorFor<double>().Select(value => (Literal)new FloatLiteral(value))),
        Of(SimpleType.String, ArbMap.Default.GeneratorFor<UnicodeString>()
            // The wire is UTF-8, which has no halves of characters.
            .Select(value => (Literal)new StringLiteral(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value.Get ?? ""))))),
        Of(SimpleType.Boolean, ArbMap.Default.GeneratorFor<bool>().Select(value => (Literal)new BooleanLiteral(value))),
        Of(SimpleType.Binary, ArbMap.Default.GeneratorFor<byte[]>().Select(value => (Literal)new BinaryLiteral(value ?? [], ""))),
        // Microseconds: what BigQuery holds.
        Of(SimpleType.Datetime, Long.Select(value => (Literal)new DatetimeLiteral(new DateTimeOffset((value & long.MaxValue) % (DateTime.MaxValue.Ticks / 10) * 10, TimeSpan.Zero)))),
        Of(SimpleType.Duration, Long.Select(value => (Literal)new DurationLiteral(TimeSpan.FromTicks(value % LongestSpan * 10)))));

    private static Gen<TypedValue> Of(SimpleType type, Gen<Literal> values) => values.Select(value => new TypedValue(new SimpleLiteralType(type), value));

    private static Gen<TypedValue> Lists(Gen<TypedValue> items) =>
        from first in items
        from rest in Gen.ListOf(items)
        select new TypedValue(new CollectionLiteralType(first.Type), new CollectionLiteral([.. rest.Prepend(first).Where(item => SimpleOf(item) == SimpleOf(first)).Select(item => item.Value)]));

    private static SimpleType? SimpleOf(TypedValue value) => (value.Type as SimpleLiteralType)?.Simple;

    private static Gen<TypedValue> Dataclasses(Gen<TypedValue> attributes) =>
        from first in attributes
        from rest in Gen.ListOf(attributes)
        let named = rest.Prepend(first).Select((attribute, i) => (Name: $"a{i}", attribute.Type, attribute.Value)).ToList()
        select new TypedValue(
            new SimpleLiteralType(SimpleType.Struct) { DataclassAttributes = named.ToDictionary(item => item.Name, item => item.Type) },
            new MapLiteral(named.ToDictionary(item => item.Name, item => item.Value)));

    /// <summary>As the service reads it.</summary>
    private static Literal Decode(JsonNode type, JsonNode value) => type["type"]!.GetValue<string>() switch
    {
        "ARRAY" => new CollectionLiteral([.. value["arrayValues"]!.AsArray().Select(item => Decode(type["arrayType"]!, item!))]),
        "STRUCT" => new MapLiteral(type["structTypes"]!.AsArray().ToDictionary(
            field => field!["name"]!.GetValue<string>(),
            field => Decode(field!["type"]!, value["structValues"]![field["name"]!.GetValue<string>()]!))),
        var scalar => Decode(scalar, value["value"]!.GetValue<string>()),
    };

    private static Literal Decode(string type, string text) => type switch
    {
        "INT64" => new IntegerLiteral(long.Parse(text, CultureInfo.InvariantCulture)),
        "FLOAT64" => new FloatLiteral(double.Parse(text, CultureInfo.InvariantCulture)),
        "STRING" => new StringLiteral(text),
        "BOOL" => new BooleanLiteral(bool.Parse(text)),
        "BYTES" => new BinaryLiteral(Convert.FromBase64String(text), ""),
        "DATETIME" => new DatetimeLiteral(DateTimeOffset.ParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)),
        "INTERVAL" => new DurationLiteral(IntervalOf(text)),
        _ => throw new InvalidOperationException($"{type} was not asked for."),
    };

    private static TimeSpan IntervalOf(string text)
    {
        text.ShouldStartWith("0-0 0 ");
        var time = text["0-0 0 ".Length..];
        var sign = time.StartsWith('-') ? -1 : 1;
        var parts = time.TrimStart('-').Split(':', '.').Select(part => long.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return TimeSpan.FromTicks(sign * ((((((parts[0] * 60) + parts[1]) * 60) + parts[2]) * TimeSpan.TicksPerSecond) + (parts[3] * TimeSpan.TicksPerMicrosecond)));
    }

    private static bool Same(Literal sent, Literal read) => (sent, read) switch
    {
        (BinaryLiteral a, BinaryLiteral b) => a.Value.Span.SequenceEqual(b.Value.Span),
        (CollectionLiteral a, CollectionLiteral b) => a.Items.Count == b.Items.Count && a.Items.Zip(b.Items).All(pair => Same(pair.First, pair.Second)),
        (MapLiteral a, MapLiteral b) => a.Items.Count == b.Items.Count && a.Items.All(item => Same(item.Value, b.Items[item.Key])),
        _ => sent == read,
    };
}

/// <summary>A value and the type that an interface declares for it.</summary>
public sealed record TypedValue(LiteralType Type, Literal Value);
