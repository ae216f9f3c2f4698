namespace BackendPlugins.Cluster.Runner.Clients;

/// <summary>Which gateways say that they are ready, as a load balancer before them knows it: a moment late.</summary>
internal sealed class ReadyGateways(IReadOnlyList<Uri> gateways, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private volatile IReadOnlyList<int> _ready = [.. Enumerable.Range(0, gateways.Count)];

    /// <summary>Their numbers; all of them where none is ready.</summary>
    public IReadOnlyList<int> Numbers => _ready;

    /// <summary>Asks again and again.</summary>
    public async Task WatchAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var answers = await Task.WhenAll(gateways.Select(IsReadyAsync));
            _ready = [.. Enumerable.Range(0, gateways.Count).Where(number => answers[number] || !answers.Contains(true))];
            await Task.WhenAny(Task.Delay(Beat, time, stop));
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> IsReadyAsync(Uri gateway)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(gateway, "healthz/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
