using BackendPlugins.Contracts;
using BackendPlugins.Grains.Life;
using Orleans.Serialization;

namespace BackendPlugins.Grains.Rest;

/// <summary>A record after which others of the same task, at the same point of their lives, are packed.</summary>
internal sealed class RecordSample
{
    private readonly Serializer<RecordAtRest> _serializer;
    private readonly SharedParts _parts;
    private readonly TaskRequest _task;
    private readonly ExternalJob? _external;
    private readonly ByteSample _bytes;
    private int _packed;

    /// <param name="serializer">Writes records.</param>
    /// <param name="parts">What records have in common.</param>
    /// <param name="record">The sample.</param>
    /// <param name="life">How many records are packed after it before a newer one takes its place.</param>
    public RecordSample(Serializer<RecordAtRest> serializer, SharedParts parts, JobRecord record, int life)
    {
        (_serializer, _parts, _task, _external, Plugin, Life) = (serializer, parts, record.Task, record.External, record.Plugin, life);
        _bytes = new ByteSample(serializer.SerializeToArray(AtRest(record)));
    }

    /// <summary>The plugin of all of them, once instead of once a job.</summary>
    public string Plugin { get; }

    /// <summary>How many records are packed after it.</summary>
    public int Life { get; }

    /// <summary>Whether a record is of the sample's kind, and the sample not to be replaced yet.</summary>
    /// <param name="other">The record.</param>
    public bool Serves(JobRecord other) => _packed < Life && other.Plugin == Plugin && Equals(other.Task.Template.Id, _task.Template.Id);

    /// <summary>Packs a record.</summary>
    /// <param name="other">The record, of any kind; one of the sample's kind becomes short.</param>
    public byte[] Pack(JobRecord other)
    {
        _packed++;
        return _bytes.Pack(_serializer.SerializeToArray(AtRest(other)));
    }

    /// <summary>The record again.</summary>
    /// <param name="packed">What <see cref="Pack"/> gave.</param>
    public JobRecord Unpack(byte[] packed)
    {
        var told = _serializer.Deserialize(_bytes.Unpack(packed))!;
        var record = told.Record;

        // What does not come from the sample is shared anew: a record of its own parts would make a sample that serves no other.
        return record with
        {
            Plugin = Plugin,
            Task = told.Place is { } place ? At(place[0], place[1], told.Attempt) : _parts.Share(record.Task),
            External = told.ExternalId is { } id ? _external! with { Id = id } : record.External is { } external ? _parts.Share(external) : null,
            CustomInfoKept = told.CustomInfo is { } text ? KeptJson.OfUtf8(text) : null,
            LogLinks = told.Links.Length == 0 ? [] : told.Links.Chunk(2).Select(link => new LogLink(link[0], link[1])).ToArray(),
            Metrics = told.Metrics.Length == 0
                ? []
                : told.Metrics.Select(series => new MetricSeries(
                    series.Name, series.At.Zip(series.Values, static (at, value) => new MetricSample(at, value)).ToArray())).ToArray(),
        };
    }

    private RecordAtRest AtRest(JobRecord record)
    {
        var place = record.Task.Execution.Id is { } id && record.Task.Equals(At(id.Execution, id.Node, id.RetryAttempt)) ? id : null;
        var isAtSample = record.External is { } external && ReferenceEquals(external.Coordinates, _external?.Coordinates);
        return new RecordAtRest
        {
            Record = record with
            {
                Task = place is null ? record.Task : null!,
                External = isAtSample ? null : record.External,
                CustomInfoKept = null,
                LogLinks = [],
                Metrics = [],
            },
            CustomInfo = record.CustomInfoKept?.Utf8.ToArray(),
            Place = place is null ? null : [place.Execution, place.Node],
            Attempt = place?.RetryAttempt ?? 0,
            ExternalId = isAtSample ? record.External!.Id : null,
            Links = record.LogLinks.Count == 0 ? [] : record.LogLinks.SelectMany(static link => new[] { link.Name, link.Uri }).ToArray(),
            Metrics = record.Metrics.Count == 0
                ? []
                : record.Metrics.Select(static series => new MetricAtRest(
                    series.Name, series.Samples.Select(sample => sample.At).ToArray(), series.Samples.Select(sample => sample.Value).ToArray())).ToArray(),
        };
    }

    private TaskRequest At(string execution, string node, int attempt) => _task.Execution.Id is { } id
        ? _task with { Execution = _task.Execution with { Id = id with { Execution = execution, Node = node, RetryAttempt = attempt } } }
        : _task;
}
