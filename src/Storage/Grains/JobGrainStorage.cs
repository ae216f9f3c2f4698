using System.Data.Common;
using System.Globalization;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using Orleans.Storage;

namespace BackendPlugins.Storage;

/// <summary>Keeps the job grain's state. The grain's key is the row's, the row's version is the ETag.</summary>
internal sealed class JobGrainStorage(JobReaders readers, JobWriter writer) : IGrainStorage
{
    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc/>
    /// <exception cref="JobStoreUnavailableException">The store is out of reach.</exception>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var state = Jobs(grainState);
        var key = Key(grainId);
        var stored = await readers.Rows.ReadAsync(connection => ReadAsync(connection, key), cancellationToken);
        state.State = new JobState { Record = stored?.Record };
        Know(state, stored?.Version);
    }

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc/>
    /// <exception cref="InconsistentStateException">Another activation has written this job.</exception>
    /// <exception cref="JobStoreUnavailableException">It was not written, or nobody knows: the message says which.</exception>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var state = Jobs(grainState);
        var record = state.State?.Record ?? throw new InvalidOperationException($"Job {Key(grainId)} has no record to store; clear its state instead.");
        var row = JobRow.Of(Key(grainId), record);
        JobChange change = state.ETag is { } etag ? new UpdateJob(row, Version(etag, grainId)) : new InsertJob(row);
        var result = await writer.WriteAsync(change, cancellationToken);
        Know(state, Applied(result, grainId, state.ETag));
    }

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc/>
    /// <exception cref="InconsistentStateException">Another activation has written this job.</exception>
    /// <exception cref="JobStoreUnavailableException">It was not removed, or nobody knows: the message says which.</exception>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var state = Jobs(grainState);
        // No row has version 0: who has read none may remove none.
        var version = state.ETag is { } etag ? Version(etag, grainId) : 0;
        var result = await writer.WriteAsync(new DeleteJob(Key(grainId), version), cancellationToken);
        Applied(result, grainId, state.ETag);
        state.State = new JobState();
        Know(state, null);
    }

    private static async Task<(long Version, JobRecord Record)?> ReadAsync(DbConnection connection, string key)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = JobStatements.Read;
        command.Add("@key", key);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? (reader.GetInt64(0), JobDocument.Read(reader.GetString(1))) : null;
    }

    private static string Key(GrainId grainId) => grainId.Key.ToString()!;

    private static IGrainState<JobState> Jobs<T>(IGrainState<T> state) =>
        state as IGrainState<JobState> ?? throw new NotSupportedException($"The job store keeps {nameof(JobState)}, not {typeof(T).Name}.");

    private static void Know(IGrainState<JobState> state, long? version)
    {
        state.ETag = version?.ToString(CultureInfo.InvariantCulture);
        state.RecordExists = version is not null;
    }

    private static long Version(string etag, GrainId grainId) =>
        long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new InconsistentStateException($"Job {Key(grainId)}: \"{etag}\" is no version.", "unknown", etag);

    private static long Applied(ChangeResult result, GrainId grainId, string? etag)
    {
        if (result.Outcome == ChangeOutcome.Applied)
        {
            return result.Number;
        }

        var stored = result.Number switch
        {
            0 => "none",
            ChangeResult.UnknownVersion => "unknown",
            var number => number.ToString(CultureInfo.InvariantCulture),
        };
        throw new InconsistentStateException(
            $"Job {Key(grainId)} was written by another activation: stored version {stored}, ours {etag ?? "none"}.", stored, etag);
    }
}
