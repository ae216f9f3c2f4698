using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace BackendPlugins.Cli.Endpoints;

/// <summary>The little that whoever asks for thousands of jobs wants to know of one.</summary>
/// <param name="Phase">Its phase.</param>
/// <param name="EndedAt">When it ended at the service, as its custom info tells; null where it does not.</param>
internal readonly record struct TaskNews(TaskPhase Phase, DateTimeOffset? EndedAt)
{
    /// <summary>Reads it.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="info">The custom info; null for none.</param>
    public static TaskNews Of(TaskPhase phase, Struct? info) => new(phase, phase.IsEnd() ? EndOf(info) : null);

    // The BigQuery plugin tells the service's own number: milliseconds since 1970.
    private static DateTimeOffset? EndOf(Struct? info)
    {
        if (info is null || !info.Fields.TryGetValue("endTime", out var end))
        {
            return null;
        }

        var milliseconds = end.KindCase switch
        {
            Value.KindOneofCase.NumberValue => (long)end.NumberValue,
            Value.KindOneofCase.StringValue when long.TryParse(end.StringValue, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
            _ => 0,
        };
        return milliseconds > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
    }
}
