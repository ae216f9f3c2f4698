using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using Orleans.Core;

namespace BackendPlugins.Grains;

/// <summary>
/// How a job comes into memory: by the first call, not by the activation. An activation that fails is kept for seconds in
/// which it refuses every call; this one comes up without its job, and each call answers at once while the store is down.
/// </summary>
internal sealed partial class JobGrain
{
    private IStorage<JobState>? _state;
    private bool _loaded;

    /// <summary>When the job was read from the store; the distant past for one that was created here.</summary>
    private DateTimeOffset _recalledAt;

    private Task _loading = Task.CompletedTask;

    private IStorage<JobState> State => _state ??= new StateStorageBridge<JobState>("job", GrainContext, storage);

    /// <summary>Reads the job unless it is in memory. Callers that come while it is being read share the read.</summary>
    /// <exception cref="JobStoreUnavailableException">The store did not answer.</exception>
    private Task LoadAsync()
    {
        if (_loaded)
        {
            return Task.CompletedTask;
        }

        if (_loading.IsCompleted)
        {
            _loading = ReadAsync();
        }

        return _loading;
    }

    /// <summary>Reads the job also where the caller itself is what others wait for.</summary>
    /// <exception cref="JobStoreUnavailableException">The store did not answer.</exception>
    private Task ReloadAsync()
    {
        var reading = ReadAsync();
        if (_loading.IsCompleted)
        {
            _loading = reading;
        }

        return reading;
    }

    private async Task<T> LoadedAsync<T>(Func<JobGrain, T> answer)
    {
        await LoadAsync();
        return answer(this);
    }

    private async Task ReadAsync()
    {
        using var timeout = new CancellationTokenSource(StoreTimeout, time);
        try
        {
            await State.ReadStateAsync(timeout.Token);
        }
        catch (Exception exception)
        {
            LogStoreFailed(Key, exception);
            throw new JobStoreUnavailableException(StoreSilence(exception));
        }

        if (State.State.Record is not { } read)
        {
            _loaded = true;
            return;
        }

        var stored = parts.Share(read);
        State.State.Record = null;

        // Its keys may be in the store too; until they are read the job is not.
        RecallSecrets(stored);
        _loaded = true;

        if (stored.Stage == JobStage.Submitting)
        {
            // An activation before this one may have been in the middle of a submit.
            _openSubmitAt = time.GetUtcNow();
            _resolveFirst = true;
        }

        _recalledAt = time.GetUtcNow();
        Take(stored);

        // After a restart thousands of jobs wake up together.
        StartWork(schedule.Spread());
    }
}
