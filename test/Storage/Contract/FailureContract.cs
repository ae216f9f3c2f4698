using BackendPlugins.Contracts.Catalog;
using Microsoft.Extensions.Time.Testing;

namespace BackendPlugins.Storage.Tests.Contract;

public abstract class FailureContract(Func<Task<IContractDatabase>> create) : JobStoreContract(create)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Writes_and_reads_fail_while_the_database_is_broken_and_work_again_after_repair()
    {
        var time = new FakeTimeProvider();
        var store = Open(time);
        var state = await store.CreateAsync(Samples.Job("survivor"), Stop);

        Execute("ALTER TABLE job RENAME TO job_away");
        await Should.ThrowAsync<JobStoreUnavailableException>(store.WriteAsync(state, Stop));
        var read = await Should.ThrowAsync<JobStoreUnavailableException>(store.ReadAsync("bigquery_query_job_task/survivor", Stop));
        await Should.ThrowAsync<JobStoreUnavailableException>(store.Catalog.ListAsync(new JobFilter(), Stop));
        read.InnerException.ShouldNotBeNull();

        Execute("ALTER TABLE job_away RENAME TO job");
        time.Advance(LongestPause);
        await store.WriteAsync(state, Stop);
        (await store.ReadAsync("bigquery_query_job_task/survivor", Stop)).ETag.ShouldBe(state.ETag);
    }

    [Fact]
    public async Task A_reader_whose_connection_has_died_asks_over_a_new_one()
    {
        var (store, gate) = OpenGated();
        await store.CreateAsync(Samples.Job("read"), Stop);
        await store.ReadAsync("bigquery_query_job_task/read", Stop);
        var died = gate.OpenReaders.ToList();
        died.ForEach(connection => connection.Close());

        for (var reads = 0; reads < 10; reads++)
        {
            (await store.ReadAsync("bigquery_query_job_task/read", Stop)).RecordExists.ShouldBeTrue();
        }

        died.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task All_writes_of_a_failed_group_fail_and_none_is_written()
    {
        var time = new FakeTimeProvider();
        var (store, gate) = OpenGated(time);
        var held = await HoldAsync(store, gate);
        var writes = Enumerable.Range(0, 5).Select(number => store.CreateAsync(Samples.Job($"job-{number}"), Stop)).ToList();
        Execute("ALTER TABLE job RENAME TO job_away");

        gate.Commits.Set();

        foreach (var write in writes)
        {
            var failure = await Should.ThrowAsync<JobStoreUnavailableException>(write);
            failure.Message.ShouldContain("nothing was written");
            failure.InnerException.ShouldNotBeNull();
        }

        await Should.ThrowAsync<JobStoreUnavailableException>(held);
        Execute("ALTER TABLE job_away RENAME TO job");
        (await store.Catalog.UnfinishedAsync(null, 10, Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_commit_without_an_answer_is_reported_as_unknown()
    {
        var time = new FakeTimeProvider();
        var (store, gate) = OpenGated(time);
        gate.CommitFault = new UnknownOutcomeException(new IOException("The connection broke."));

        var failure = await Should.ThrowAsync<JobStoreUnavailableException>(store.CreateAsync(Samples.Job("unknown"), Stop));

        failure.Message.ShouldContain("whether it was written is unknown");
        failure.Message.ShouldContain("The connection broke.");
        (await store.ReadAsync("bigquery_query_job_task/unknown", Stop)).RecordExists.ShouldBeTrue();
    }

    [Fact]
    public async Task A_broken_database_is_left_alone_for_longer_each_time_up_to_two_seconds()
    {
        var time = new FakeTimeProvider();
        var (store, gate) = OpenGated(time);
        gate.OpenFault = new IOException("No disk.");
        await FailAsync();
        foreach (var milliseconds in (int[])[100, 200, 400, 800, 1600, 2000, 2000])
        {
            var opened = gate.Opened;
            time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
            await FailAsync();
            gate.Opened.ShouldBe(opened);
            time.Advance(TimeSpan.FromMilliseconds(1));
            await FailAsync();
            gate.Opened.ShouldBe(opened + 1);
        }

        gate.OpenFault = null;
        time.Advance(LongestPause);
        await store.CreateAsync(Samples.Job("job"), Stop);

        async Task FailAsync() =>
            (await Should.ThrowAsync<JobStoreUnavailableException>(store.CreateAsync(Samples.Job("job"), Stop))).Message.ShouldContain("No disk.");
    }

    [Fact]
    public async Task A_document_that_cannot_be_read_is_a_failure_of_the_store()
    {
        var store = Open();
        await store.CreateAsync(Samples.Job("corrupt"), Stop);
        await store.CreateAsync(Samples.Job("newer"), Stop);
        Execute("UPDATE job SET document = 'nonsense' WHERE key = 'bigquery_query_job_task/corrupt'");
        Execute("UPDATE job SET document = REPLACE(document, '\"schema\":1', '\"schema\":2') WHERE key = 'bigquery_query_job_task/newer'");

        await Should.ThrowAsync<JobStoreUnavailableException>(store.ReadAsync("bigquery_query_job_task/corrupt", Stop));
        var newer = await Should.ThrowAsync<JobStoreUnavailableException>(store.ReadAsync("bigquery_query_job_task/newer", Stop));

        newer.Message.ShouldContain("schema 2");
    }
}
