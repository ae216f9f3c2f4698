using System.Globalization;
using System.Text.Json;

namespace BackendPlugins.Simulators.BigQuery.Rows;

/// <summary>Values in the text that the service gives them in a cell.</summary>
internal static class CellText
{
    private static readonly CultureInfo Neutral = CultureInfo.InvariantCulture;

    public static string Of(long value) => value.ToString(Neutral);

    public static string Of(double value) => value switch
    {
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        double.NaN => "NaN",
        _ when value == 0 || Math.Abs(value) is >= 1e-3 and < 1e7 => value.ToString("0.0################", Neutral),
        _ => value.ToString("0.0################E0", Neutral),
    };

    /// <param name="micros">Microseconds since 1970.</param>
    /// <param name="form">The wanted form.</param>
    public static string OfTimestamp(long micros, TimestampForm form) => form switch
    {
        TimestampForm.Microseconds => Of(micros),
        TimestampForm.Iso8601 => Moment(micros).ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", Neutral),
        _ => Of(micros / 1e6),
    };

    public static string OfDate(long micros) => Moment(micros).ToString("yyyy-MM-dd", Neutral);

    public static string OfDateTime(long micros) => Moment(micros).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFF", Neutral);

    public static string OfTime(long micros) => Moment(micros).ToString("HH:mm:ss.FFFFFF", Neutral);

    /// <summary>NULL, or for an array the empty one: the service knows no array that is NULL.</summary>
    public static void WriteNull(Utf8JsonWriter writer, Column column)
    {
        if (column.Repeated)
        {
            writer.WriteStartArray();
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static DateTime Moment(long micros) => DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}
