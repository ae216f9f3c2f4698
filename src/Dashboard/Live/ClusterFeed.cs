using Microsoft.Extensions.Options;

namespace BackendPlugins.Dashboard.Live;

/// <summary>
/// Reads the cluster for everybody who looks at the pages, once for all of them, and not at all while nobody does. The store is
/// asked the more seldom the longer it takes to answer.
/// </summary>
internal sealed class ClusterFeed(ClusterReader reader, IOptions<DashboardOptions> options, TimeProvider time) : IAsyncDisposable
{
    // Of its time the store spends a tenth at most on the pages' counts.
    private const int StoreShare = 10;

    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly List<Func<Task>> _subscribers = [];
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private long? _storeRead;
    private TimeSpan _storeTook;

    /// <summary>What is known; null before anything was read.</summary>
    public ClusterNow? Now { get; private set; }

    /// <summary>The last reading; makes one where there is none or where it is old, and waits for it a moment.</summary>
    public async Task<ClusterNow?> FirstAsync()
    {
        if (Now is null || time.GetUtcNow() - Now.At > options.Value.Refresh * 2)
        {
            await ReadAsync().WaitAsync(FirstPatience, time).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        return Now;
    }

    /// <summary>Calls back after each reading, until the result is disposed of.</summary>
    /// <param name="refreshed">Called on any thread.</param>
    public IDisposable Subscribe(Func<Task> refreshed)
    {
        lock (_lock)
        {
            _subscribers.Add(refreshed);
            if (_loop.IsCompleted)
            {
                _loop = LoopAsync(_stop.Token);
            }
        }

        return new Subscription(this, refreshed);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _loop;
        }
        catch (OperationCanceledException)
        {
            // That was the wish.
        }

        _stop.Dispose();
        _reading.Dispose();
    }

    private async Task LoopAsync(CancellationToken cancellationToken)
    {
        // Not on the subscriber's stack, which holds the lock.
        await Task.Yield();
        while (!cancellationToken.IsCancellationRequested)
        {
            await ReadAsync();
            Func<Task>[] subscribers;
            lock (_lock)
            {
                subscribers = [.. _subscribers];
            }

            await Task.WhenAll(subscribers.Select(NotifyAsync));
            await Task.Delay(options.Value.Refresh, time, cancellationToken);
            lock (_lock)
            {
                if (_subscribers.Count == 0)
                {
                    _loop = Task.CompletedTask;
                    return;
                }
            }
        }
    }

    private async Task ReadAsync()
    {
        await _reading.WaitAsync();
        try
        {
            var before = Now ?? new ClusterNow(time.GetUtcNow());
            var memory = reader.ReadMemoryAsync(before);
            if (_storeRead is not { } last || time.GetElapsedTime(last) >= _storeTook * StoreShare)
            {
                var start = time.GetTimestamp();
                var store = await reader.ReadStoreAsync(before);
                _storeTook = time.GetElapsedTime(start);
                _storeRead = time.GetTimestamp();
                before = store;
            }

            var read = await memory;
            Now = before with { At = read.At, Silos = read.Silos, Budgets = read.Budgets };
        }
        finally
        {
            _reading.Release();
        }
    }

    private static async Task NotifyAsync(Func<Task> subscriber)
    {
        try
        {
            await subscriber();
        }
        catch (Exception exception) when (exception is ObjectDisposedException or InvalidOperationException)
        {
            // A circuit that has ended between the reading and the call.
        }
    }

    private void Unsubscribe(Func<Task> refreshed)
    {
        lock (_lock)
        {
            _subscribers.Remove(refreshed);
        }
    }

    private sealed class Subscription(ClusterFeed feed, Func<Task> refreshed) : IDisposable
    {
        public void Dispose() => feed.Unsubscribe(refreshed);
    }
}
