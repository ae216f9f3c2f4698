using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Grains.Life;

namespace BackendPlugins.Grains;

/// <summary>
/// How a job comes into memory: by the first call, not by the activation. An activation that fails is kept for seconds in
/// which it refuses every call; this one comes up without its job, and each call answers at once while the store is down.
/// </summary>
internal sealed partial class JobGrain
{
    /// <summary>The version that the store has, as far as this activation knows; null for none.</summary>
    private string? _version;

    private bool _loaded;

    /// <summary>When the job was read from the store; the distant past for one that was created here.</summary>
    private Moment _recalledAt;

    private Task Loading => _unrest?.Loading ?? Task.CompletedTask;

    /// <summary>
    /// Reads the job unless it is in memory. Callers that come while it is being read share the read. That there is none is never
    /// kept: it may be accepted at any time without word to this grain.
    /// </summary>
    /// <exception cref="JobStoreUnavailableException">The store did not answer.</exception>
    private Task LoadAsync() => _loaded ? Task.CompletedTask : Loading.IsCompleted ? BeginLoading() : JoinLoadingAsync();

    private Task BeginLoading() => LoadsWith(ReadAsync());

    private async Task JoinLoadingAsync()
    {
        await Loading;
        if (!_loaded)
        {
            // It began before this call: what was not there then may be there now. One that has begun since is as good as an own.
            await (Loading.IsCompleted ? BeginLoading() : Loading);
        }
    }

    /// <summary>Reads the job also where the caller itself is what others wait for.</summary>
    /// <exception cref="JobStoreUnavailableException">The store did not answer.</exception>
    private Task ReloadAsync()
    {
        var reading = ReadAsync();
        return Loading.IsCompleted ? LoadsWith(reading) : reading;
    }

    /// <summary>Lets others wait for a read or a write that brings the job into memory.</summary>
    private T LoadsWith<T>(T work)
        where T : Task
    {
        // A task that has ended would keep all that it worked with.
        if (!work.IsCompleted)
        {
            Unrest.Loading = work;
        }

        return work;
    }

    private async Task<T> LoadedAsync<T>(Func<JobGrain, T> answer)
    {
        await LoadAsync();
        return answer(this);
    }

    private async Task ReadAsync()
    {
        using var timeout = new CancellationTokenSource(StoreWait.Limit, services.Time);
        var state = new GrainState<JobState>();
        try
        {
            await services.Storage.ReadStateAsync(StateName, this.GetGrainId(), state, timeout.Token);
        }
        catch (Exception exception)
        {
            LogStoreFailed(Key, StoreWait.Words(exception), StoreWait.Unexpected(exception));
            throw new JobStoreUnavailableException(StoreWait.Words(exception));
        }

        _version = services.Parts.Share(state.ETag);
        if (state.State?.Record is not { } read)
        {
            return;
        }

        var stored = services.Parts.Share(read);
        // Its keys may be in the store too; until they are read the job is not.
        RecallSecrets(stored);
        _loaded = true;

        if (stored.Stage == JobStage.Submitting)
        {
            // An activation before this one may have been in the middle of a submit.
            OpenSubmitAt = services.Time.GetUtcNow();
            _resolveFirst = true;
        }

        var now = services.Time.GetUtcNow();
        _recalledAt = (DateTimeOffset?)now;
        Take(stored);

        // After a restart thousands of jobs wake up together. One that was accepted a moment ago waits for nothing.
        var isNew = stored.Stage == JobStage.Accepted && now - stored.CreatedAt < services.Polling.Young;
        StartWork(isNew ? TimeSpan.Zero : services.Schedule.Spread());
        Rest();
    }
}
