using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using Orleans.Storage;

namespace BackendPlugins.Storage.Tests.Contract;

public abstract class RowContract(Func<Task<IContractDatabase>> create) : JobStoreContract(create)
{
    public static TheoryData<string> OddKeys =>
    [
        "plain", "with space", "quote's \"double\"", "percent%under_score", "back\\slash", "line\nbreak", "ünïcode-漢字-😀", "a/b/c", "'; DROP TABLE job; --",
        new string('k', 400),
    ];

    [Fact]
    public async Task A_job_that_nobody_wrote_reads_as_empty()
    {
        var state = await Open().ReadAsync("bigquery_query_job_task/none", Stop);

        state.RecordExists.ShouldBeFalse();
        state.ETag.ShouldBeNull();
        state.State.ShouldNotBeNull();
        state.State!.Record.ShouldBeNull();
    }

    [Fact]
    public async Task A_job_reads_back_as_it_was_written()
    {
        var store = Open();
        var job = Samples.Rich("rich");
        var written = await store.CreateAsync(job, Stop);

        var read = await store.ReadAsync(job.Identity.Key.Value, Stop);

        RunningStore.Json(read.State!.Record).ShouldBe(RunningStore.Json(job));
        var value = read.State!.Record!.Task.Inputs["nan"].ShouldBeOfType<FloatLiteral>().Value;
        double.IsNaN(value).ShouldBeTrue();
        read.RecordExists.ShouldBeTrue();
        read.ETag.ShouldBe(written.ETag);
    }

    [Fact]
    public async Task A_job_outlives_the_process_that_wrote_it()
    {
        using (var first = Open())
        {
            await first.CreateAsync(Samples.Job("stays"), Stop);
        }

        (await Open().ReadAsync("bigquery_query_job_task/stays", Stop)).RecordExists.ShouldBeTrue();
    }

    [Fact]
    public async Task Of_racing_first_writes_one_wins()
    {
        var store = Open();
        var attempts = Enumerable.Range(0, 16).Select(number => store.CreateAsync(Samples.Job("raced") with { Message = $"writer {number}" }, Stop)).ToList();

        await Task.WhenAll(attempts).ContinueWith(_ => { }, Stop, TaskContinuationOptions.None, TaskScheduler.Default);

        var winner = attempts.Where(attempt => attempt.IsCompletedSuccessfully).ShouldHaveSingleItem();
        attempts.Where(attempt => attempt.IsFaulted).ShouldAllBe(attempt => attempt.Exception!.InnerException is InconsistentStateException);
        var stored = await store.ReadAsync("bigquery_query_job_task/raced", Stop);
        stored.State!.Record!.Message.ShouldBe((await winner).State!.Record!.Message);
    }

    [Fact]
    public async Task A_stale_version_is_refused_and_changes_nothing()
    {
        var store = Open();
        var first = await store.CreateAsync(Samples.Job("stale"), Stop);
        var second = await store.ReadAsync("bigquery_query_job_task/stale", Stop);
        second.State!.Record = second.State!.Record! with { Message = "second" };
        await store.WriteAsync(second, Stop);

        first.State!.Record = first.State!.Record! with { Message = "first" };
        var refusal = await Should.ThrowAsync<InconsistentStateException>(store.WriteAsync(first, Stop));

        refusal.StoredEtag.ShouldBe(second.ETag);
        refusal.CurrentEtag.ShouldBe(first.ETag);
        (await store.ReadAsync("bigquery_query_job_task/stale", Stop)).State!.Record!.Message.ShouldBe("second");
    }

    [Fact]
    public async Task Every_write_gives_a_new_version_and_the_columns_follow()
    {
        var store = Open();
        var state = await store.CreateAsync(Samples.Job("moves"), Stop);
        var first = state.ETag;
        var job = state.State!.Record!;
        state.State!.Record = job.Ended(Samples.Start.AddMinutes(5), JobPhase.Failed) with
        {
            External = new ExternalJob("external-1", new Dictionary<string, string>()),
            Message = "Failed.",
        };

        await store.WriteAsync(state, Stop);

        state.ETag.ShouldNotBe(first);
        var summary = (await store.Catalog.ListAsync(new JobFilter { Key = job.Identity.Key.Value }, Stop)).Jobs.ShouldHaveSingleItem();
        summary.ShouldBe(new JobSummary
        {
            Key = job.Identity.Key.Value,
            Plugin = "BigQuery",
            Stage = JobStage.Ended,
            Phase = JobPhase.Failed,
            Project = "flytesnacks",
            Domain = "development",
            Execution = "execution-moves",
            Node = "n0",
            ExternalId = "external-1",
            CreatedAt = Samples.Start,
            ChangedAt = Samples.Start.AddMinutes(5),
            EndedAt = Samples.Start.AddMinutes(5),
            Message = "Failed.",
        });
    }

    [Fact]
    public async Task A_cleared_job_is_gone_and_can_be_written_anew()
    {
        var store = Open();
        var state = await store.CreateAsync(Samples.Job("cleared"), Stop);

        await store.ClearAsync("bigquery_query_job_task/cleared", state);

        state.RecordExists.ShouldBeFalse();
        state.ETag.ShouldBeNull();
        state.State!.Record.ShouldBeNull();
        (await store.ReadAsync("bigquery_query_job_task/cleared", Stop)).RecordExists.ShouldBeFalse();
        (await store.CreateAsync(Samples.Job("cleared"), Stop)).RecordExists.ShouldBeTrue();
    }

    [Fact]
    public async Task Clearing_with_a_stale_version_is_refused()
    {
        var store = Open();
        var stale = await store.CreateAsync(Samples.Job("kept"), Stop);
        await store.WriteAsync(await store.ReadAsync("bigquery_query_job_task/kept", Stop), Stop);

        await Should.ThrowAsync<InconsistentStateException>(store.ClearAsync("bigquery_query_job_task/kept", stale));

        (await store.ReadAsync("bigquery_query_job_task/kept", Stop)).RecordExists.ShouldBeTrue();
    }

    [Fact]
    public async Task Who_has_read_no_row_clears_none()
    {
        var store = Open();
        var unread = new GrainState<JobState>(new JobState());
        await store.ClearAsync("bigquery_query_job_task/never", unread);

        await store.CreateAsync(Samples.Job("never"), Stop);

        await Should.ThrowAsync<InconsistentStateException>(store.ClearAsync("bigquery_query_job_task/never", unread));
    }

    [Fact]
    public async Task A_job_of_two_megabytes_reads_back()
    {
        var store = Open();
        var job = Samples.Job("large");
        job = job with { Task = job.Task with { Inputs = new Dictionary<string, Literal> { ["text"] = new StringLiteral(new string('x', 2 * 1024 * 1024)) } } };

        await store.CreateAsync(job, Stop);

        RunningStore.Json((await store.ReadAsync("bigquery_query_job_task/large", Stop)).State!.Record).ShouldBe(RunningStore.Json(job));
    }

    [Theory]
    [MemberData(nameof(OddKeys))]
    public async Task Odd_keys_are_keys(string name)
    {
        var store = Open();
        var job = Samples.Job(name);
        var key = job.Identity.Key.Value;
        var state = await store.CreateAsync(job, Stop);
        await store.WriteAsync(state, Stop);

        (await store.ReadAsync(key, Stop)).ETag.ShouldBe(state.ETag);
        (await store.ReadAsync(key + " ", Stop)).RecordExists.ShouldBeFalse();
        (await store.Catalog.UnfinishedAsync(null, 10, Stop)).ShouldBe([key]);
        (await store.Catalog.ListAsync(new JobFilter { Key = key }, Stop)).Jobs.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_state_that_is_no_job_is_refused()
    {
        var store = Open();

        await Should.ThrowAsync<NotSupportedException>(store.Grains.ReadStateAsync("job", GrainId.Create("x", "y"), new GrainState<string>(), Stop));
        await Should.ThrowAsync<InvalidOperationException>(store.Grains.WriteStateAsync("job", GrainId.Create("job", "y"), new GrainState<JobState>(new JobState()), Stop));
    }

    [Fact]
    public async Task A_read_that_waits_can_be_cancelled()
    {
        var (store, gate) = OpenGated();
        await store.CreateAsync(Samples.Job("read"), Stop);
        gate.Readers.Reset();
        var blocked = Enumerable.Range(0, 2).Select(_ => store.ReadAsync("bigquery_query_job_task/read", Stop)).ToList();
        await gate.ReaderWaits.WaitAsync(Stop);
        using var cancel = new CancellationTokenSource();
        var waiting = store.ReadAsync("bigquery_query_job_task/read", cancel.Token);

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting);
        gate.Readers.Set();
        (await Task.WhenAll(blocked)).ShouldAllBe(state => state.RecordExists);
    }
}
