using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using Orleans.Storage;

namespace BackendPlugins.Storage.Tests.Postgres;

/// <summary>Several stores on one database, as several processes have them.</summary>
public sealed class PostgresConcurrencyTests(SharedPostgres postgres) : IAsyncLifetime
{
    private PostgresDatabase _database = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await PostgresDatabase.CreateAsync(postgres.Server);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Stores_that_start_at_once_migrate_once()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => RunningStore.Open(_database.Settings), Stop)));

        (await _database.ScalarAsync("SELECT count(*) FROM schema_versions")).ShouldBe(4L);
        foreach (var store in stores)
        {
            store.Dispose();
        }
    }

    [Fact]
    public async Task Of_two_stores_that_race_for_a_job_one_wins_each_write()
    {
        using var one = RunningStore.Open(_database.Settings);
        using var two = RunningStore.Open(_database.Settings);
        var keys = Enumerable.Range(0, 50).ToList();

        // Both try to bring every job forward by twenty writes; who loses reads and tries again.
        var wins = await Task.WhenAll(((RunningStore[])[one, two, one, two]).SelectMany(store => keys.Select(key => RaceAsync(store, $"raced-{key}"))));

        wins.Sum().ShouldBe(50 * 20);
        (await _database.CountAsync("version = 20")).ShouldBe(50);

        static async Task<int> RaceAsync(RunningStore store, string name)
        {
            var won = 0;
            var state = new GrainState<JobState>(new JobState { Record = Samples.Job(name) });
            while (true)
            {
                try
                {
                    await store.WriteAsync(state, Stop);
                    won++;
                }
                catch (InconsistentStateException)
                {
                    state = await store.ReadAsync("bigquery_query_job_task/" + name, Stop);
                }

                if (state.ETag == "20")
                {
                    return won;
                }
            }
        }
    }

    [Fact]
    public async Task Ten_thousand_writes_at_once_are_all_written_in_few_commits()
    {
        using var store = RunningStore.Open(_database.Settings);
        var before = await CommitsAsync();

        await store.CreateAllAsync(Enumerable.Range(0, 10_000).Select(number => Samples.Job($"job-{number}")));

        (await _database.CountAsync("ended_at IS NULL")).ShouldBe(10_000);
        (await CommitsAsync() - before).ShouldBeLessThan(1_000);
    }

    [Fact]
    public async Task Changes_of_one_job_in_one_group_are_made_in_their_order()
    {
        await using var session = await OpenSessionAsync();
        var row = JobRow.Of("one", Samples.Job("one"));

        var results = await session.CommitAsync(
        [
            new InsertJob(row), new UpdateJob(row with { Message = "second" }, 1), new InsertJob(JobRow.Of("other", Samples.Job("other"))),
            new UpdateJob(row with { Message = "stale" }, 1), new DeleteJob("one", 2), new DeleteJob("one", 2), new InsertJob(row with { Message = "anew" }),
        ]);

        results.Select(result => result.Outcome).ShouldBe(
        [
            ChangeOutcome.Applied, ChangeOutcome.Applied, ChangeOutcome.Applied, ChangeOutcome.Conflict, ChangeOutcome.Applied, ChangeOutcome.Applied,
            ChangeOutcome.Applied,
        ]);
        (await _database.ScalarAsync("SELECT message FROM job WHERE key = 'one'")).ShouldBe("anew");
    }

    [Fact]
    public async Task Two_processes_that_forget_at_once_take_different_jobs()
    {
        using var one = RunningStore.Open(_database.Settings);
        using var two = RunningStore.Open(_database.Settings);
        await one.CreateAllAsync(Enumerable.Range(0, 400).Select(number => Samples.Job($"ended-{number}").Ended(Samples.Start)));

        var forgotten = await Task.WhenAll(((RunningStore[])[one, two, one, two]).Select(store => store.Catalog.ForgetAsync(Samples.Start.AddDays(1), 100, Stop)));

        forgotten.Sum().ShouldBe(400);
        (await _database.CountAsync("true")).ShouldBe(0);
    }

    [Fact]
    public async Task A_text_with_NUL_or_half_a_character_or_without_end_breaks_no_job()
    {
        using var store = RunningStore.Open(_database.Settings);
        string[] texts = ["nul \0", "half \uD83D", new string('漢', 5000)];
        foreach (var (i, text) in texts.Index())
        {
            var job = Samples.Job($"odd-{i}", plugin: text).In(text, text, text, text) with
            {
                Message = text,
                External = new ExternalJob(text, new Dictionary<string, string> { ["k"] = text }),
            };
            job = job with { Task = job.Task with { Inputs = new Dictionary<string, Literal> { ["text"] = new StringLiteral(text) } } };

            await store.CreateAsync(job, Stop);

            (await store.ReadAsync(job.Identity.Key.Value, Stop)).RecordExists.ShouldBeTrue();
            (await store.Catalog.ListAsync(new JobFilter { Execution = text }, Stop)).Jobs.ShouldHaveSingleItem();
        }

        (await store.ReadAsync("bigquery_query_job_task/odd-0", Stop)).State!.Record!.Task.Inputs["text"].ShouldBe(new StringLiteral("nul \0"));
    }

    [Fact]
    public async Task A_deadlock_with_another_process_is_tried_again()
    {
        await using var session = await OpenSessionAsync();
        await session.CommitAsync([new InsertJob(JobRow.Of("a", Samples.Job("a"))), new InsertJob(JobRow.Of("b", Samples.Job("b")))]);
        // The first deadlock that a trigger can make up; the second try passes.
        _database.Execute(
            """
            CREATE SEQUENCE tries;
            CREATE FUNCTION stumble() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN IF nextval('tries') = 1 THEN RAISE EXCEPTION 'made up' USING ERRCODE = 'deadlock_detected'; END IF; RETURN NEW; END $$;
            CREATE TRIGGER stumble BEFORE UPDATE ON job FOR EACH ROW EXECUTE FUNCTION stumble();
            """);

        var results = await session.CommitAsync([new UpdateJob(JobRow.Of("a", Samples.Job("a")), 1), new UpdateJob(JobRow.Of("b", Samples.Job("b")), 1)]);

        results.ShouldBe([ChangeResult.Applied(2), ChangeResult.Applied(2)]);
    }

    [Fact]
    public async Task An_acknowledged_write_is_on_disk_whatever_the_database_says()
    {
        _database.Execute("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$");
        using var store = RunningStore.Open(_database.Settings);
        await using var reader = await store.Database.OpenReaderAsync();
        await using var command = reader.CreateCommand();
        command.CommandText = "SHOW synchronous_commit";

        (await command.ExecuteScalarAsync(Stop)).ShouldBe("on");
    }

    private async Task<IJobWriteSession> OpenSessionAsync()
    {
        var store = RunningStore.Open(_database.Settings);
        return await store.Database.OpenWriteSessionAsync();
    }

    private async Task<long> CommitsAsync()
    {
        // A backend reports its numbers when it rests.
        await _database.ScalarAsync("SELECT pg_stat_force_next_flush()");
        return (long)(await _database.ScalarAsync("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"))!;
    }
}
