using System.Globalization;
using System.Text.Json;
using BackendPlugins.Contracts;
using BackendPlugins.Flyte;
using Google.Protobuf.WellKnownTypes;

namespace BackendPlugins.Gateway.Answers;

/// <summary>A number that the service told of a job.</summary>
/// <param name="Name">Its series' name, or its path in the job's custom info, for example <c>statistics.totalBytesProcessed</c>.</param>
/// <param name="Data">The form of a Prometheus answer, which Flyte expects: a matrix for a series, else an instant vector.</param>
internal sealed record JobMetric(string Name, Struct Data)
{
    /// <summary>The metrics of a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="queries">Names to restrict to; empty for all.</param>
    /// <param name="from">Samples before it are left out; null for none.</param>
    /// <param name="to">Samples after it are left out; null for none.</param>
    public static IReadOnlyList<JobMetric> Of(JobDetails job, IReadOnlyCollection<string> queries, Timestamp? from, Timestamp? to)
    {
        var begin = from is null ? DateTimeOffset.MinValue : Times.FromWire(from, "start_time");
        var end = to is null ? DateTimeOffset.MaxValue : Times.FromWire(to, "end_time");
        var series = job.Metrics.Select(one => new JobMetric(
            one.Name,
            Answer("matrix", one.Name, "values", Value.ForList(
                [.. one.Samples.Where(sample => sample.At >= begin && sample.At <= end).Select(sample => Point(sample.At, TextOf(sample.Value)))]))));
        var snapshot = job.Snapshot;
        var at = snapshot.ObservedAt ?? snapshot.ChangedAt;
        var numbers = snapshot.CustomInfo is { } info ? Numbers(info, "") : [];
        return
        [
            .. series
                .Concat(numbers.Select(number => new JobMetric(number.Path, Answer("vector", number.Path, "value", Point(at, number.Text)))))
                .DistinctBy(metric => metric.Name)
                .Where(metric => queries.Count == 0 || queries.Contains(metric.Name)),
        ];
    }

    private static IEnumerable<(string Path, string Text)> Numbers(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.Number => [(path, value.GetRawText())],
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Numbers(member.Value, Join(path, member.Name))),
        JsonValueKind.Array => value.EnumerateArray().SelectMany((item, index) => Numbers(item, Join(path, $"{index}"))),
        _ => [],
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string TextOf(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static Value Point(DateTimeOffset at, string text) =>
        Value.ForList(Value.ForNumber(at.ToUnixTimeMilliseconds() / 1000d), Value.ForString(text));

    private static Struct Answer(string form, string name, string member, Value points) => new()
    {
        Fields =
        {
            ["resultType"] = Value.ForString(form),
            ["result"] = Value.ForList(Value.ForStruct(new Struct
            {
                Fields =
                {
                    ["metric"] = Value.ForStruct(new Struct { Fields = { ["__name__"] = Value.ForString(name) } }),
                    [member] = points,
                },
            })),
        },
    };
}
