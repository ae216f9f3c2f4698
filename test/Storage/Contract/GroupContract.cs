using BackendPlugins.Contracts.Catalog;
using Orleans.Storage;

namespace BackendPlugins.Storage.Tests.Contract;

public abstract class GroupContract(Func<Task<IContractDatabase>> create) : JobStoreContract(create)
{
    [Fact]
    public async Task Writes_that_come_during_a_commit_share_the_next_one()
    {
        var (store, gate) = OpenGated();
        var held = await HoldAsync(store, gate);
        var writes = Enumerable.Range(0, 64).Select(number => store.CreateAsync(Samples.Job($"grouped-{number}"), Stop)).ToList();

        gate.Commits.Set();
        await Task.WhenAll([held, .. writes]);

        gate.Groups.ShouldBe([1, 64]);
        (await store.Catalog.UnfinishedAsync(null, 100, Stop)).Count.ShouldBe(65);
    }

    [Fact]
    public async Task Sixty_four_writers_need_fewer_commits_than_writes()
    {
        var (store, gate) = OpenGated();

        await Parallel.ForEachAsync(Enumerable.Range(0, 64), new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = Stop }, async (writer, stop) =>
        {
            var state = await store.CreateAsync(Samples.Job($"writer-{writer}"), stop);
            for (var write = 0; write < 20; write++)
            {
                await store.WriteAsync(state, stop);
            }
        });

        gate.Groups.Sum().ShouldBe(64 * 21);
        gate.Groups.Count.ShouldBeLessThan(64 * 21 / 2);
    }

    [Fact]
    public async Task No_group_is_larger_than_allowed()
    {
        var (store, gate) = OpenGated(null, ("JobStore:MaximumGroup", "10"));
        var held = await HoldAsync(store, gate);
        var writes = Enumerable.Range(0, 25).Select(number => store.CreateAsync(Samples.Job($"job-{number}"), Stop)).ToList();

        gate.Commits.Set();
        await Task.WhenAll([held, .. writes]);

        gate.Groups.ShouldBe([1, 10, 10, 5]);
    }

    [Fact]
    public async Task A_conflict_in_a_group_fails_its_own_row_alone()
    {
        var (store, gate) = OpenGated();
        var stale = await store.CreateAsync(Samples.Job("conflicted"), Stop);
        await store.WriteAsync(await store.ReadAsync("bigquery_query_job_task/conflicted", Stop), Stop);
        gate.CommitWaits.Reset();
        var held = await HoldAsync(store, gate);

        var before = store.CreateAsync(Samples.Job("before"), Stop);
        var update = store.WriteAsync(stale, Stop);
        var insert = store.CreateAsync(Samples.Job("conflicted"), Stop);
        var after = store.CreateAsync(Samples.Job("after"), Stop);
        gate.Commits.Set();
        await held;

        await Should.ThrowAsync<InconsistentStateException>(update);
        await Should.ThrowAsync<InconsistentStateException>(insert);
        await Task.WhenAll(before, after);
        gate.Groups[^1].ShouldBe(4);
        (await store.ReadAsync("bigquery_query_job_task/before", Stop)).RecordExists.ShouldBeTrue();
        (await store.ReadAsync("bigquery_query_job_task/after", Stop)).RecordExists.ShouldBeTrue();
    }

    [Fact]
    public async Task A_row_that_the_database_refuses_fails_alone()
    {
        var (store, gate) = OpenGated();
        var held = await HoldAsync(store, gate);
        var row = JobRow.Of("bigquery_query_job_task/refused", Samples.Job("refused"));

        var good = store.CreateAsync(Samples.Job("good"), Stop);
        var bad = store.Writer.WriteAsync(new InsertJob(row with { Plugin = null! }), Stop);
        gate.Commits.Set();
        await held;

        (await Should.ThrowAsync<JobStoreUnavailableException>(bad)).Message.ShouldContain("nothing was written");
        await good;
        gate.Groups.ShouldBe([1, 2]);
        (await store.ReadAsync("bigquery_query_job_task/good", Stop)).RecordExists.ShouldBeTrue();
    }

    [Fact]
    public async Task A_write_cancelled_in_the_queue_is_never_written()
    {
        var (store, gate) = OpenGated();
        var held = await HoldAsync(store, gate);
        using var cancel = new CancellationTokenSource();
        var withdrawn = store.CreateAsync(Samples.Job("withdrawn"), cancel.Token);
        var other = store.CreateAsync(Samples.Job("other"), Stop);

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(withdrawn);
        gate.Commits.Set();
        await Task.WhenAll(held, other);
        gate.Groups.ShouldBe([1, 1]);
        (await store.ReadAsync("bigquery_query_job_task/withdrawn", Stop)).RecordExists.ShouldBeFalse();
    }

    [Fact]
    public async Task A_write_cancelled_in_its_commit_has_an_unknown_outcome()
    {
        var (store, gate) = OpenGated();
        gate.Commits.Reset();
        using var cancel = new CancellationTokenSource();
        var write = store.CreateAsync(Samples.Job("committing"), cancel.Token);
        await Task.Run(() => gate.CommitWaits.Wait(Stop), Stop);

        await cancel.CancelAsync();

        (await Should.ThrowAsync<JobStoreUnavailableException>(write)).Message.ShouldContain("whether it was written is unknown");
        gate.Commits.Set();
        await store.CreateAsync(Samples.Job("next"), Stop);
        (await store.ReadAsync("bigquery_query_job_task/committing", Stop)).RecordExists.ShouldBeTrue();
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once()
    {
        var (store, gate) = OpenGated(null, ("JobStore:MaximumQueue", "3"));
        var held = await HoldAsync(store, gate);
        var waiting = Enumerable.Range(0, 3).Select(number => store.CreateAsync(Samples.Job($"job-{number}"), Stop)).ToList();

        var refused = store.CreateAsync(Samples.Job("refused"), Stop);

        (await Should.ThrowAsync<JobStoreUnavailableException>(refused)).Message.ShouldContain("3 writes already wait");
        gate.Commits.Set();
        await Task.WhenAll([held, .. waiting]);
        (await store.CreateAsync(Samples.Job("refused"), Stop)).RecordExists.ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_queued_is_written_before_the_store_closes()
    {
        var (store, gate) = OpenGated();
        var held = await HoldAsync(store, gate);
        var queued = store.CreateAsync(Samples.Job("queued"), Stop);
        var closing = Task.Run(store.Dispose, Stop);

        gate.Commits.Set();
        await closing;

        await Task.WhenAll(held, queued);
        (await Open().ReadAsync("bigquery_query_job_task/queued", Stop)).RecordExists.ShouldBeTrue();
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        var store = Open();
        var writer = store.Writer;
        store.Dispose();

        var refusal = await Should.ThrowAsync<JobStoreUnavailableException>(writer.WriteAsync(new ForgetJobs(0, 1), Stop));

        refusal.Message.ShouldContain("closed");
    }
}
