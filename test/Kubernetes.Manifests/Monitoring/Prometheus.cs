using System.Text.Json;
using BackendPlugins.Processes;

namespace BackendPlugins.Kubernetes.Manifests.Tests.Monitoring;

/// <summary>A real Prometheus that reads a running Standalone, which has jobs and one of everything that can be brought about at once.</summary>
public sealed class Prometheus : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prometheus");
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private StandaloneInstance _service = null!;
    private ProgramOutput? _prometheus;
    private Uri _address = null!;

    /// <summary>What Standalone serves under <c>/metrics</c>.</summary>
    public Task<string> MetricsAsync() => _http.GetStringAsync(new Uri(_service.Http, "metrics"), TestContext.Current.CancellationToken);

    public async ValueTask InitializeAsync()
    {
        _service = await StandaloneInstance.StartAsync(Path.Combine(_folder.FullName, "data"), "--demo", "20");
        await _service.Program.WaitForLineAsync(line => line.Contains("Serving on", StringComparison.Ordinal), TimeSpan.FromSeconds(90));

        // A call that fails, so that there is a failure to show.
        using var missing = await _http.DeleteAsync(new Uri(_service.Http, "api/v1/agent/task_executions/x/bigquery_query_job_task/0/bm90IG91cnM="));
        var port = StandaloneInstance.FreePort();
        var configuration = Path.Combine(_folder.FullName, "prometheus.yml");
        await File.WriteAllTextAsync(
            configuration,
            $"global: {{scrape_interval: 500ms}}\nscrape_configs: [{{job_name: standalone, static_configs: [{{targets: ['{_service.Http.Authority}']}}]}}]\n");
        _prometheus = ProgramOutput.Run(
            "prometheus", [$"--config.file={configuration}", $"--storage.tsdb.path={_folder.FullName}/tsdb", $"--web.listen-address=127.0.0.1:{port}"]);
        _address = new Uri($"http://127.0.0.1:{port}/");
        await ReadTwiceAsync();
    }

    /// <summary>How many series a query has.</summary>
    public async Task<int> SeriesAsync(string query)
    {
        var answer = await _http.GetAsync(new Uri(_address, $"api/v1/query?query={Uri.EscapeDataString(query)}"), TestContext.Current.CancellationToken);
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        body.GetProperty("status").GetString().ShouldBe("success", $"{query}: {body}");
        return body.GetProperty("data").GetProperty("result").GetArrayLength();
    }

    public async ValueTask DisposeAsync()
    {
        if (_prometheus is { } prometheus)
        {
            await prometheus.DisposeAsync();
        }

        await _service.DisposeAsync();
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    // A rate needs two readings.
    private async Task ReadTwiceAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                if (await SeriesAsync("count_over_time(jobstore_available[1m]) >= 3") > 0)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not up yet.
            }

            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(60), _prometheus!.Text);
            await Task.Delay(200);
        }
    }
}
