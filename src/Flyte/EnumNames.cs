using System.Globalization;
using Google.Protobuf.Reflection;

namespace BackendPlugins.Flyte;

/// <summary>Enumeration values that records keep by name. A number that this version has no name for is kept as its digits.</summary>
internal static class EnumNames
{
    public static string NameOf(EnumDescriptor type, int number) =>
        type.FindValueByNumber(number)?.Name ?? number.ToString(CultureInfo.InvariantCulture);

    public static int NumberOf(EnumDescriptor type, string name, string field)
    {
        if (type.FindValueByName(name) is { } value)
        {
            return value.Number;
        }

        return int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new WireFormatException(field, $"has {type.Name} \"{name}\"; use one of {string.Join(", ", type.Values.Select(known => known.Name))}");
    }
}
