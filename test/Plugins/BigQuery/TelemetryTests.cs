using System.Diagnostics.Metrics;
using BackendPlugins.BigQuery.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BackendPlugins.BigQuery.Tests;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Each_call_is_counted_and_timed_with_its_outcome()
    {
        using var stage = new PluginStage(("Plugins:BigQuery:CallTimeout", "00:00:01"));
        var counted = new List<string>();
        using var listener = new MeterListener();
        var meters = stage.Services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, self) =>
        {
            // Other tests run beside this one with meters of the same name.
            if (instrument.Meter.Scope == meters)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => counted.Add($"{instrument.Name} {value} {Tags(tags)}"));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => counted.Add($"{instrument.Name} {Tags(tags)}"));
        listener.Start();

        stage.Service.Answers(Samples.Job("PENDING")).Fails(404, "notFound").Fails(500, "backendError")
            .Throws(new HttpRequestException("x")).Hangs().Fails(429, "rateLimitExceeded", retryAfter: "5");
        await stage.SubmitAsync();
        await stage.LookUpAsync();
        await Should.ThrowAsync<ServiceUnavailableException>(() => stage.LookUpAsync());
        await Should.ThrowAsync<ServiceUnavailableException>(() => stage.CancelAsync());
        var hanging = stage.LookUpAsync();
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        await Should.ThrowAsync<ServiceUnavailableException>(() => hanging);
        await Should.ThrowAsync<ServiceUnavailableException>(() => stage.LookUpAsync());
        await Should.ThrowAsync<ServiceUnavailableException>(() => stage.LookUpAsync());

        string[] calls = ["jobs.insert ok", "jobs.get client_error", "jobs.get server_error", "jobs.cancel unreachable", "jobs.get timed_out", "jobs.get throttled"];
        counted.ShouldBe([
            .. calls.SelectMany(call => new[] { $"backend_plugin_upstream_calls 1 BigQuery {call}", $"backend_plugin_upstream_call_duration BigQuery {call}" }),
            "backend_plugin_calls_held_back 1 BigQuery jobs.get"]);
    }

    [Fact]
    public async Task Logs_tell_neither_statement_nor_words_of_the_service()
    {
        using var log = new LogKeeper();
        using var stage = new PluginStage(services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log)));
        stage.Service.Fails(409, "duplicate", "Already Exists: Job x").Answers(Samples.Job("RUNNING"))
            .Fails(429, "rateLimitExceeded", "hunter2", retryAfter: "5");
        await stage.SubmitAsync(Samples.Task("SELECT 'hunter2'"));
        await Should.ThrowAsync<ServiceUnavailableException>(() => stage.LookUpAsync());
        log.Lines.ShouldContain($"BigQuery job {Samples.JobId} exists already (duplicate): adopted");
        log.Lines.ShouldContain(line => line.StartsWith("BigQuery asked for a pause of jobs.get"));
        log.Lines.ShouldContain("BigQuery jobs.insert: client_error in 0 ms");
        log.Lines.ShouldNotContain(line => line.Contains("hunter2"));
    }

    private static string Tags(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var byName = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value);
        return $"{byName["plugin"]} {byName["method"]} {byName.GetValueOrDefault("outcome")}".TrimEnd();
    }

    private sealed class LogKeeper : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
