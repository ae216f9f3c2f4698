using System.Collections.Concurrent;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Processes;
using Npgsql;

namespace BackendPlugins.Storage.Tests.Postgres;

/// <summary>A server of its own that goes away while jobs are written, in every way a server can.</summary>
public sealed class PostgresOutageTests : IAsyncLifetime
{
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(10);

    private PostgresServer _server = null!;
    private PostgresDatabase _database = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.CreateAsync();
        _database = await PostgresDatabase.CreateAsync(_server);
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public Task A_server_stopped_at_once_and_started_loses_nothing_acknowledged() =>
        LosesNothingAsync(async () =>
        {
            await _server.StopAsync();
            await _server.StartAsync();
        });

    [Fact]
    public Task A_server_killed_and_started_loses_nothing_acknowledged() =>
        LosesNothingAsync(async () =>
        {
            await _server.KillAsync();
            await _server.StartAsync();
        });

    [Fact]
    public Task Terminated_connections_lose_nothing_acknowledged() =>
        LosesNothingAsync(async () =>
        {
            for (var time = 0; time < 20; time++)
            {
                await PostgresServer.ExecuteAsync(
                    _server.ConnectionString("postgres"), "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'backend-plugins'");
                await Task.Delay(20, Stop);
            }
        });

    [Fact]
    public async Task A_server_that_is_away_is_told_at_once_and_in_words()
    {
        using var store = RunningStore.Open(_database.Settings);
        var state = await store.CreateAsync(Samples.Job("before"), Stop);
        await _server.StopAsync();

        // The first may have met the dying connection.
        await Should.ThrowAsync<JobStoreUnavailableException>(store.WriteAsync(state, Stop));
        var failure = await Should.ThrowAsync<JobStoreUnavailableException>(store.CreateAsync(Samples.Job("during"), Stop));
        var read = await Should.ThrowAsync<JobStoreUnavailableException>(store.ReadAsync("bigquery_query_job_task/before", Stop));

        failure.Message.ShouldContain("nothing was written");
        failure.Message.ShouldContain("PostgreSQL database");
        read.Message.ShouldContain("could not be read");
    }

    [Fact]
    public async Task A_connection_that_died_in_rest_costs_no_write()
    {
        using var store = RunningStore.Open([.. _database.Settings, new("JobStore:WriteLanes", "1")]);
        await store.CreateAsync(Samples.Job("before"), Stop);
        await _server.StopAsync();
        await _server.StartAsync();
        await Task.Delay(TimeSpan.FromSeconds(1.1), Stop);

        await store.CreateAsync(Samples.Job("after"), Stop);

        (await store.ReadAsync("bigquery_query_job_task/before", Stop)).RecordExists.ShouldBeTrue();
    }

    [Fact]
    public async Task A_statement_that_takes_too_long_is_cancelled_and_wrote_nothing()
    {
        using var store = RunningStore.Open([.. _database.Settings, new("JobStore:CommandTimeout", "00:00:00.5")]);
        var state = await store.CreateAsync(Samples.Job("locked"), Stop);
        await using (var holder = new NpgsqlConnection(_database.ConnectionString))
        {
            await holder.OpenAsync(Stop);
            await using var transaction = await holder.BeginTransactionAsync(Stop);
            await using var hold = new NpgsqlCommand("SELECT FROM job FOR UPDATE", holder, transaction);
            await hold.ExecuteNonQueryAsync(Stop);

            var failure = await Should.ThrowAsync<JobStoreUnavailableException>(store.WriteAsync(state, Stop));

            failure.Message.ShouldContain("statement timeout");
            failure.Message.ShouldContain("nothing was written");
        }

        (await store.ReadAsync("bigquery_query_job_task/locked", Stop)).ETag.ShouldBe("1");
        await UntilAsync(() => store.WriteAsync(state, Stop));
    }

    // Sixteen writers create jobs and write each once more, through a fault, until all have written again after it.
    private async Task LosesNothingAsync(Func<Task> fault)
    {
        using var store = RunningStore.Open(_database.Settings);
        var acknowledged = new ConcurrentDictionary<string, string>();
        var unknown = new ConcurrentDictionary<string, bool>();
        var refused = new ConcurrentBag<string>();
        var failures = new ConcurrentBag<string>();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var writers = Enumerable.Range(0, 16).Select(WriteAsync).ToList();
        await UntilAsync(() => Task.FromResult(acknowledged.Count > 200));

        await fault();

        var seen = acknowledged.Count;
        await UntilAsync(() => Task.FromResult(acknowledged.Count > seen + 500));
        await enough.CancelAsync();
        await Task.WhenAll(writers);

        failures.ShouldNotBeEmpty();
        failures.ShouldAllBe(message => message.Contains("nothing was written") || message.Contains("whether it was written is unknown"));
        foreach (var (key, etag) in acknowledged)
        {
            var state = await store.ReadAsync(key, Stop);
            state.RecordExists.ShouldBeTrue(key);
            // A write of unknown outcome may have come after the last that was acknowledged, a refused one not.
            state.ETag.ShouldBeOneOf(etag, unknown.ContainsKey(key) ? "2" : etag);
        }

        foreach (var key in refused)
        {
            (await store.ReadAsync(key, Stop)).RecordExists.ShouldBeFalse(key);
        }

        async Task WriteAsync(int writer)
        {
            for (var number = 0; !enough.IsCancellationRequested; number++)
            {
                var job = Samples.Job($"{writer}-{number}");
                var key = job.Identity.Key.Value;
                try
                {
                    var state = await store.CreateAsync(job, Stop);
                    acknowledged[key] = state.ETag!;
                    await store.WriteAsync(state, Stop);
                    acknowledged[key] = state.ETag!;
                }
                catch (JobStoreUnavailableException failure)
                {
                    failures.Add(failure.Message);
                    if (failure.Message.Contains("whether it was written is unknown"))
                    {
                        unknown[key] = true;
                    }
                    else if (!acknowledged.ContainsKey(key))
                    {
                        refused.Add(key);
                    }

                    // As a caller that is refused does.
                    await Task.Delay(5, Stop);
                }
            }
        }
    }

    private static Task UntilAsync(Func<Task> action) => UntilAsync(async () =>
    {
        try
        {
            await action();
            return true;
        }
        catch (JobStoreUnavailableException)
        {
            return false;
        }
    });

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        deadline.CancelAfter(Recovery);
        while (!await condition())
        {
            await Task.Delay(20, deadline.Token);
        }
    }
}
