using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BackendPlugins.Dashboard.Tests;

/// <summary>The pages on a real server over a fake cluster.</summary>
internal sealed class DashboardSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private readonly RecordedLogs _logs;

    private DashboardSite(WebApplication app, FakeCluster cluster, FakeTimeProvider time, RecordedLogs logs)
    {
        _app = app;
        _logs = logs;
        Cluster = cluster;
        Time = time;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public FakeCluster Cluster { get; }

    public FakeTimeProvider Time { get; }

    public HttpClient Client { get; }

    public IReadOnlyCollection<string> Logs => _logs.Lines;

    public static async Task<DashboardSite> StartAsync(string? pathBase = null, params KeyValuePair<string, string?>[] settings)
    {
        var cluster = new FakeCluster();
        var time = new FakeTimeProvider(Samples.Now);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        var logs = new RecordedLogs();
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton(cluster.Grains);
        builder.Services.AddBackendDashboard();
        var app = builder.Build();
        if (pathBase is not null)
        {
            app.UsePathBase(pathBase);
            app.UseRouting();
        }

        app.MapBackendDashboard();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new DashboardSite(app, cluster, time, logs);
    }

    /// <summary>Loads a page and expects a status.</summary>
    public async Task<IHtmlDocument> GetAsync(string address, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await Client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(status, html);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        return await new HtmlParser().ParseDocumentAsync(html, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
