using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using Orleans.Storage;

namespace BackendPlugins.Grains.Tests;

/// <summary>A job store in memory that fails as it is told. It outlives clusters.</summary>
internal sealed partial class FaultyStore : IGrainStorage
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, (string Json, int Version)> _rows = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<StoreWrite> _attempts = new();
    private readonly ConcurrentQueue<StoreWrite> _applied = new();
    private readonly Channel<StoreWrite> _hanging = Channel.CreateUnbounded<StoreWrite>();
    private TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _reads;

    /// <summary>Whether every read, write and question fails at once.</summary>
    public bool Down { get; set; }

    /// <summary>Whether reads wait until the reader gives up.</summary>
    public bool ReadsHang { get; set; }

    /// <summary>Decides what happens to a write.</summary>
    public Func<StoreWrite, StoreFault> OnWrite { get; set; } = _ => StoreFault.None;

    public int Reads => _reads;

    public IReadOnlyList<StoreWrite> Attempts => [.. _attempts];

    /// <summary>Writes that took effect.</summary>
    public IReadOnlyList<StoreWrite> Applied => [.. _applied];

    public IEnumerable<JobStage> StagesOf(string key) => _applied.Where(write => write.Key == key).Select(write => write.Record.Stage);

    public Task<StoreWrite> NextHangingAsync() => _hanging.Reader.ReadAsync().AsTask();

    /// <summary>Lets what hangs go on, and ends the fault.</summary>
    public void LetGo()
    {
        OnWrite = _ => StoreFault.None;
        FamilyHangs = false;
        Interlocked.Exchange(ref _letGo, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    public JobRecord? Stored(string key)
    {
        lock (_lock)
        {
            return _rows.TryGetValue(key, out var row) ? Parse(row.Json) : null;
        }
    }

    /// <summary>Writes past the grain, as another activation would.</summary>
    public void Overwrite(string key, Func<JobRecord, JobRecord> change)
    {
        lock (_lock)
        {
            var row = _rows[key];
            _rows[key] = (Print(change(Parse(row.Json))), row.Version + 1);
        }
    }

    public void Put(JobRecord record)
    {
        lock (_lock)
        {
            _rows[record.Identity.Key.Value] = (Print(record), 1);
        }
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        ThrowIfDown();
        var state = (IGrainState<JobState>)grainState;
        lock (_lock)
        {
            var found = _rows.TryGetValue(grainId.Key.ToString()!, out var row);
            state.State = new JobState { Record = found ? Parse(row.Json) : null };
            state.ETag = found ? Print(row.Version) : null;
            state.RecordExists = found;
        }

        if (ReadsHang)
        {
            // As the answer of a database does, on its way.
            await _letGo.Task.WaitAsync(cancellationToken);
        }
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var state = (IGrainState<JobState>)grainState;
        var key = grainId.Key.ToString()!;
        var write = new StoreWrite(key, state.State!.Record!, _attempts.Count(earlier => earlier.Key == key) + 1);
        _attempts.Enqueue(write);
        ThrowIfDown();
        var fault = OnWrite(write);
        if (fault == StoreFault.Hang)
        {
            var letGo = _letGo.Task;
            await _hanging.Writer.WriteAsync(write, CancellationToken.None);
            await letGo.WaitAsync(cancellationToken);
        }

        if (fault == StoreFault.FailBefore)
        {
            throw new JobStoreUnavailableException("the store failed before the write");
        }

        var etag = Apply(write, state.ETag);
        if (fault == StoreFault.FailAfter)
        {
            throw new JobStoreUnavailableException("the store failed after the write");
        }

        state.ETag = etag;
        state.RecordExists = true;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        throw new NotSupportedException("The job grain never clears its state.");

    private string Apply(StoreWrite write, string? etag)
    {
        lock (_lock)
        {
            var stored = _rows.TryGetValue(write.Key, out var row) ? Print(row.Version) : null;
            if (stored != etag)
            {
                throw new InconsistentStateException("written by another activation", stored ?? "none", etag ?? "none");
            }

            var version = row.Version + 1;
            _rows[write.Key] = (Print(write.Record), version);
            _applied.Enqueue(write);
            return Print(version);
        }
    }

    private void ThrowIfDown()
    {
        if (Down)
        {
            throw new JobStoreUnavailableException("the store is down", new DriverException());
        }
    }

    private static string Print(JobRecord record) => JsonSerializer.Serialize(record, PluginJson.Options);

    private static string Print(int version) => version.ToString(CultureInfo.InvariantCulture);

    private static JobRecord Parse(string json) => JsonSerializer.Deserialize<JobRecord>(json, PluginJson.Options)!;
}
