using System.Globalization;

namespace BackendPlugins.Dashboard.Text;

/// <summary>Numbers as people read them.</summary>
internal static class Amount
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>A whole number with thousands apart.</summary>
    /// <param name="count">The number.</param>
    public static string Of(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A rate: more digits where it is small.</summary>
    /// <param name="perSecond">Per second.</param>
    public static string Rate(double perSecond) => perSecond switch
    {
        0 => "0",
        < 0.995 => perSecond.ToString("0.00", CultureInfo.InvariantCulture),
        < 99.5 => perSecond.ToString("0.0", CultureInfo.InvariantCulture),
        _ => perSecond.ToString("N0", CultureInfo.InvariantCulture),
    };

    /// <summary>Bytes, for example <c>1.5 GiB</c>.</summary>
    /// <param name="bytes">How many.</param>
    public static string Bytes(double bytes)
    {
        var unit = 0;
        while (Math.Abs(bytes) >= 1024 && unit < Units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes:0.#} {Units[unit]}");
    }

    /// <summary>A figure of a service, in the unit that its name speaks of.</summary>
    /// <param name="name">For example <c>totalBytesBilled</c>.</param>
    /// <param name="value">The value.</param>
    public static string Figure(string name, double value) =>
        name.Contains("bytes", StringComparison.OrdinalIgnoreCase) ? Bytes(value)
        : name.EndsWith("Ms", StringComparison.Ordinal) ? Elapsed.Text(TimeSpan.FromMilliseconds(Math.Min(value, TimeSpan.MaxValue.TotalMilliseconds / 2)))
        : value.ToString(value == Math.Floor(value) ? "N0" : "0.##", CultureInfo.InvariantCulture);
}
