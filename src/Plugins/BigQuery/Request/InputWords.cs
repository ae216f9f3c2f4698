using System.Globalization;

namespace BackendPlugins.BigQuery;

/// <summary>Names of values and types for people, and which type a value is of by nature.</summary>
internal static class InputWords
{
    /// <summary>The simple type of a value; null for all others.</summary>
    public static SimpleType? SimpleOf(Literal value) => value switch
    {
        IntegerLiteral => SimpleType.Integer,
        FloatLiteral => SimpleType.Float,
        StringLiteral => SimpleType.String,
        BooleanLiteral => SimpleType.Boolean,
        DatetimeLiteral => SimpleType.Datetime,
        DurationLiteral => SimpleType.Duration,
        BinaryLiteral => SimpleType.Binary,
        NoneLiteral => SimpleType.None,
        _ => null,
    };

    /// <summary>Whether a value is of a type; where not exactly, also whether it can be converted.</summary>
    public static bool Fits(LiteralType type, Literal value, bool exactly) => (type, value) switch
    {
        (EnumLiteralType choice, StringLiteral text) => !exactly || choice.Values.Contains(text.Value),
        (CollectionLiteralType list, CollectionLiteral items) => items.Items.All(item => Fits(list.Element, item, exactly)),
        (MapLiteralType map, MapLiteral items) => items.Items.Values.All(item => Fits(map.Value, item, exactly)),
        (SimpleLiteralType { Simple: SimpleType.Struct } dataclass, MapLiteral items) =>
            !exactly || items.Items.Keys.All(key => dataclass.DataclassAttributes.Count == 0 || dataclass.DataclassAttributes.ContainsKey(key)),
        (UnionLiteralType union, _) => union.Variants.Any(variant => Fits(variant, value, exactly)),
        (_, UnionLiteral union) => Fits(type, union.Value, exactly),
        (SimpleLiteralType simple, _) => SimpleOf(value) is { } natural
            && (simple.Simple == natural
                || (!exactly && (simple.Simple, natural) is (SimpleType.Float, SimpleType.Integer) or (SimpleType.Integer, SimpleType.Float))),
        _ => false,
    };

    /// <summary>A value in an author's words.</summary>
    public static string Of(Literal value) => value switch
    {
        FloatLiteral number => string.Create(CultureInfo.InvariantCulture, $"the float {number.Value}"),
        UnsetLiteral => "no value that this version knows",
        _ => WithArticle(value.GetType().Name[..^"Literal".Length]),
    };

    /// <summary>A type in an author's words.</summary>
    public static string Of(LiteralType type) => type is SimpleLiteralType simple
        ? WithArticle(simple.Simple.ToString())
        : WithArticle(type.GetType().Name[..^"LiteralType".Length]);

    /// <summary><c>StructuredDataset</c> as <c>a structured dataset</c>.</summary>
    private static string WithArticle(string name)
    {
        var words = string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {c}" : $"{c}")).ToLowerInvariant();
        return words[0] is 'a' or 'e' or 'i' or 'o' ? $"an {words}" : $"a {words}";
    }
}
