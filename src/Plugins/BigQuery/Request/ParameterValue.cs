using System.Globalization;
using System.Text.Json.Nodes;

namespace BackendPlugins.BigQuery;

/// <summary>One input as the type and value of a query parameter. Flyte's interface decides the type, not the value at hand.</summary>
internal static class ParameterValue
{
    private const string Supported = "BigQuery tasks take integer, float, string, boolean, datetime and enum inputs, and optional ones of these";

    /// <summary>Converts an input.</summary>
    /// <param name="field">How its author finds it.</param>
    /// <param name="declared">Its declared type; null where the interface has none.</param>
    /// <param name="literal">Its value.</param>
    /// <param name="datetimes">What a datetime becomes.</param>
    /// <returns>BigQuery's type, and the value: a text, or null for NULL.</returns>
    /// <exception cref="TaskRefusedException">It has no parameter.</exception>
    public static (string Type, JsonNode? Value) Of(string field, LiteralType? declared, Literal literal, DatetimeParameterType datetimes)
    {
        var (value, type) = Unwrap(field, literal, declared);
        if (value is NoneLiteral)
        {
            return (TypeOfNull(declared, datetimes), null);
        }

        return (SimpleOf(type, value), value) switch
        {
            (SimpleType.Integer, IntegerLiteral integer) => ("INT64", Text(integer.Value)),
            (SimpleType.Integer, FloatLiteral number) when WholeDouble.ToInt64(number.Value) is { } whole => ("INT64", Text(whole)),
            (SimpleType.Float, FloatLiteral number) => ("FLOAT64", Text(number.Value)),
            (SimpleType.Float, IntegerLiteral integer) => ("FLOAT64", Text(integer.Value)),
            (SimpleType.String, StringLiteral text) => ("STRING", text.Value),
            (SimpleType.Boolean, BooleanLiteral flag) => ("BOOL", flag.Value ? "true" : "false"),
            (SimpleType.Datetime, DatetimeLiteral instant) => (NameOf(datetimes), Text(instant.Value, datetimes)),
            ({ } simple, _) => throw new TaskRefusedException(field, $"is declared {Word(simple)} but carries {Word(value)}; pass {WantedWord(simple)}"),
            (null, _) => throw new TaskRefusedException(field, $"is {(type is null or UnsetLiteralType ? Word(value) : Word(type))}; {Supported}"),
        };
    }

    /// <summary>Takes unions off and decodes MessagePack scalars, the form of a dataclass's attribute.</summary>
    private static (Literal Value, LiteralType? Type) Unwrap(string field, Literal literal, LiteralType? declared)
    {
        var type = declared;
        while (literal is UnionLiteral union)
        {
            type = union.Type is null or UnsetLiteralType ? type : union.Type;
            literal = union.Value;
        }

        if (literal is BinaryLiteral { Tag: "msgpack" } packed)
        {
            literal = MsgpackScalar.Decode(packed.Value.Span)
                ?? throw new TaskRefusedException(field, $"carries a MessagePack value that is no integer, float, string or boolean; {Supported}");
        }

        return (literal, type is UnionLiteralType variants ? VariantFor(variants, literal) : type);
    }

    /// <summary>The variant that a value without a variant of its own is of: one that is exactly its type, else one that it converts to.</summary>
    private static LiteralType? VariantFor(UnionLiteralType union, Literal literal)
    {
        var natural = NaturalType(literal);
        return union.Variants.FirstOrDefault(variant => SimpleOf(variant) == natural)
            ?? union.Variants.FirstOrDefault(variant => (SimpleOf(variant), natural)
                is (SimpleType.Float, SimpleType.Integer) or (SimpleType.Integer, SimpleType.Float))
            ?? union;
    }

    private static string TypeOfNull(LiteralType? declared, DatetimeParameterType datetimes)
    {
        var candidates = declared is UnionLiteralType union ? union.Variants : declared is null ? [] : [declared];
        return candidates.Select(SimpleOf).FirstOrDefault(simple => simple is not null) switch
        {
            SimpleType.Integer => "INT64",
            SimpleType.Float => "FLOAT64",
            SimpleType.Boolean => "BOOL",
            SimpleType.Datetime => NameOf(datetimes),
            // A NULL needs some type; STRING converts to the others where the query casts.
            _ => "STRING",
        };
    }

    private static SimpleType? SimpleOf(LiteralType? type, Literal value) => type is null or UnsetLiteralType ? NaturalType(value) : SimpleOf(type);

    /// <summary>The simple type that has a parameter; null for all other types.</summary>
    private static SimpleType? SimpleOf(LiteralType type) => type switch
    {
        SimpleLiteralType
        {
            Simple: SimpleType.Integer or SimpleType.Float or SimpleType.String or SimpleType.Boolean or SimpleType.Datetime,
        } simple => simple.Simple,
        EnumLiteralType => SimpleType.String,
        _ => null,
    };

    private static SimpleType? NaturalType(Literal value) => value switch
    {
        IntegerLiteral => SimpleType.Integer,
        FloatLiteral => SimpleType.Float,
        StringLiteral => SimpleType.String,
        BooleanLiteral => SimpleType.Boolean,
        DatetimeLiteral => SimpleType.Datetime,
        _ => null,
    };

    private static JsonValue Text(long value) => JsonValue.Create(value.ToString(CultureInfo.InvariantCulture));

    private static JsonValue Text(double value) => JsonValue.Create(value switch
    {
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    });

    // BigQuery holds microseconds and refuses more digits.
    private static JsonValue Text(DateTimeOffset value, DatetimeParameterType type) => JsonValue.Create(
        value.UtcDateTime.ToString(
            type is DatetimeParameterType.Datetime ? "yyyy-MM-dd'T'HH:mm:ss.ffffff" : "yyyy-MM-dd HH:mm:ss.ffffff'+00:00'",
            CultureInfo.InvariantCulture));

    private static string NameOf(DatetimeParameterType type) => type is DatetimeParameterType.Datetime ? "DATETIME" : "TIMESTAMP";

    private static string Word(SimpleType type) => type.ToString().ToLowerInvariant();

    private static string WantedWord(SimpleType type) => type switch
    {
        SimpleType.Integer => "a whole number of 64 bits",
        SimpleType.Float => "a number",
        SimpleType.String => "a text",
        SimpleType.Boolean => "true or false",
        _ => "a datetime",
    };

    private static string Word(Literal value) => value switch
    {
        FloatLiteral number => string.Create(CultureInfo.InvariantCulture, $"the float {number.Value}"),
        UnsetLiteral => "no value that this version knows",
        _ => WithArticle(value.GetType().Name[..^"Literal".Length]),
    };

    private static string Word(LiteralType type) => type is SimpleLiteralType simple
        ? WithArticle(simple.Simple.ToString())
        : WithArticle(type.GetType().Name[..^"LiteralType".Length]);

    /// <summary><c>StructuredDataset</c> as <c>a structured dataset</c>.</summary>
    private static string WithArticle(string name)
    {
        var words = string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {c}" : $"{c}")).ToLowerInvariant();
        return words[0] is 'a' or 'e' or 'i' or 'o' ? $"an {words}" : $"a {words}";
    }
}
