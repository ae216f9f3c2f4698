namespace BackendPlugins.BigQuery;

/// <summary>Doubles that stand for 64-bit integers.</summary>
internal static class WholeDouble
{
    /// <summary>The integer that a double stands for; null where it has a fraction or is out of range.</summary>
    public static long? ToInt64(double value) =>
        // 2^63 is the first double beyond the range.
        Math.Floor(value) == value && value is >= -9223372036854775808d and < 9223372036854775808d ? (long)value : null;
}
