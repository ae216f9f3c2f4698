using System.Text.Json;
using BackendPlugins.Contracts;
using Google.Protobuf.WellKnownTypes;

namespace BackendPlugins.Gateway.Answers;

/// <summary>A number that the service told of a job.</summary>
/// <param name="Name">Its path in the job's custom info, for example <c>statistics.totalBytesProcessed</c>.</param>
/// <param name="Data">The form of a Prometheus instant vector, which Flyte expects.</param>
internal sealed record JobMetric(string Name, Struct Data)
{
    /// <summary>The metrics of a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="queries">Names to restrict to; empty for all.</param>
    public static IReadOnlyList<JobMetric> Of(JobSnapshot job, IReadOnlyCollection<string> queries)
    {
        if (job.CustomInfo is not { } info)
        {
            return [];
        }

        var at = (job.ObservedAt ?? job.ChangedAt).ToUnixTimeMilliseconds() / 1000d;
        return
        [
            .. Numbers(info, "")
                .Where(number => queries.Count == 0 || queries.Contains(number.Path))
                .Select(number => new JobMetric(number.Path, Vector(number.Path, at, number.Text))),
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

    private static Struct Vector(string name, double at, string value) => new()
    {
        Fields =
        {
            ["resultType"] = Value.ForString("vector"),
            ["result"] = Value.ForList(Value.ForStruct(new Struct
            {
                Fields =
                {
                    ["metric"] = Value.ForStruct(new Struct { Fields = { ["__name__"] = Value.ForString(name) } }),
                    ["value"] = Value.ForList(Value.ForNumber(at), Value.ForString(value)),
                },
            })),
        },
    };
}
