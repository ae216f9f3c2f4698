using System.Collections.Concurrent;
using System.Globalization;
using BackendPlugins.Silo.Tests.Cluster;
using Grpc.Core;
using Phase = BackendPlugins.Flyte.V1.Core.TaskExecution.Types.Phase;

namespace BackendPlugins.Kubernetes.Cluster.Tests.Cluster;

/// <summary>Creates jobs and asks for them until told to stop, as several propellers do; every call that fails is kept.</summary>
internal sealed class FlyteLoad : IAsyncDisposable
{
    private const int Lanes = 8;

    private readonly FlyteClient[] _clients;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentQueue<Phase> _ends = new();
    private readonly Task _lanes;
    private int _calls;
    private int _jobs;

    public FlyteLoad(params IEnumerable<HostProcess> gateways)
    {
        _clients = [.. gateways.Select(gateway => new FlyteClient(gateway))];
        _lanes = Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => RunAsync(_clients[lane % _clients.Length])));
    }

    public int Calls => Volatile.Read(ref _calls);

    public IReadOnlyCollection<Phase> Ends => _ends;

    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>Lets the jobs that there are end, and no others begin.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _lanes;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        Array.ForEach(_clients, client => client.Dispose());
    }

    private async Task RunAsync(FlyteClient client)
    {
        while (!_stop.IsCancellationRequested)
        {
            var index = Interlocked.Increment(ref _jobs);
            var meta = await CallAsync(() => client.CreateAsync(FlyteClient.Query("load", index, $"SELECT {index} /* sim: duration={1 + (index % 3)}s */")));
            for (var deadline = TimeProvider.System.GetTimestamp(); meta is not null && TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(60);)
            {
                var resource = await CallAsync(() => client.GetAsync(meta));
                if (resource?.Phase is Phase.Succeeded or Phase.Failed or Phase.RetryableFailed or Phase.Aborted)
                {
                    _ends.Enqueue(resource.Phase);
                    break;
                }

                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }

    private async Task<T?> CallAsync<T>(Func<Task<T>> call)
        where T : class
    {
        Interlocked.Increment(ref _calls);
        try
        {
            return await call();
        }
        catch (RpcException failure)
        {
            _failures.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {failure.Status}"));
            return null;
        }
    }
}
