using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Storage.Tests.Contract;

public abstract class CatalogContract : JobStoreContract
{
    public static TheoryData<string> Filters => ["plugin", "phase", "phases", "project", "domain", "execution", "node", "external", "key", "several", "nothing", "none"];

    [Fact]
    public async Task Pages_are_newest_first_and_miss_and_repeat_nothing()
    {
        var store = Open();
        // Three jobs in each millisecond, so that pages end between equals.
        await store.CreateAllAsync(Enumerable.Range(0, 25).Select(number => Samples.Job($"job-{number:00}") with { CreatedAt = Samples.Start.AddMilliseconds(number / 3) }));
        var listed = new List<JobSummary>();
        var pages = 0;
        string? cursor = null;
        do
        {
            var page = await store.Catalog.ListAsync(new JobFilter { Limit = 4, Cursor = cursor }, Stop);
            listed.AddRange(page.Jobs);
            cursor = page.Next;
            pages++;
        }
        while (cursor is not null);

        pages.ShouldBe(7);
        listed.Select(job => job.Key).ShouldBe(Enumerable.Range(0, 25).Reverse().Select(number => $"bigquery_query_job_task/job-{number:00}"));
    }

    [Fact]
    public async Task A_page_that_just_fits_is_the_last()
    {
        var store = Open();
        await store.CreateAllAsync(Enumerable.Range(0, 4).Select(number => Samples.Job($"job-{number}")));

        (await store.Catalog.ListAsync(new JobFilter { Limit = 4 }, Stop)).Next.ShouldBeNull();
        (await store.Catalog.ListAsync(new JobFilter { Limit = 3 }, Stop)).Next.ShouldNotBeNull();
    }

    [Fact]
    public async Task New_jobs_do_not_shift_the_next_page()
    {
        var store = Open();
        await store.CreateAllAsync(Enumerable.Range(0, 4).Select(number => Samples.Job($"job-{number}") with { CreatedAt = Samples.Start.AddSeconds(number) }));
        var first = await store.Catalog.ListAsync(new JobFilter { Limit = 2 }, Stop);
        await store.CreateAsync(Samples.Job("newer") with { CreatedAt = Samples.Start.AddHours(1) }, Stop);

        var second = await store.Catalog.ListAsync(new JobFilter { Limit = 2, Cursor = first.Next }, Stop);

        second.Jobs.Select(job => job.Key).ShouldBe(["bigquery_query_job_task/job-1", "bigquery_query_job_task/job-0"]);
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task A_filter_finds_what_it_says_page_by_page_and_counts_it(string name)
    {
        var store = Open();
        var jobs = Population().ToList();
        await store.CreateAllAsync(jobs);
        var (filter, matches) = Filter(name);
        var expected = jobs.Where(matches).OrderByDescending(job => job.CreatedAt).ThenByDescending(job => job.Identity.Key.Value, StringComparer.Ordinal).ToList();

        var listed = new List<string>();
        var cursor = default(string);
        do
        {
            var page = await store.Catalog.ListAsync(filter with { Limit = 7, Cursor = cursor }, Stop);
            listed.AddRange(page.Jobs.Select(job => job.Key));
            cursor = page.Next;
        }
        while (cursor is not null);
        var counts = await store.Catalog.CountAsync(filter, Stop);

        listed.ShouldBe(expected.Select(job => job.Identity.Key.Value));
        (expected.Count > 0).ShouldBe(name != "none");
        counts.ShouldBe(Enum.GetValues<JobPhase>().ToDictionary(phase => phase, phase => (long)expected.Count(job => job.Phase == phase)), ignoreOrder: true);
    }

    [Theory]
    [InlineData("nonsense!")]
    [InlineData("bm9uc2Vuc2U")]
    [InlineData("eDp5")]
    public async Task A_cursor_of_other_making_is_refused(string cursor)
    {
        var failure = await Should.ThrowAsync<ArgumentException>(Open().Catalog.ListAsync(new JobFilter { Cursor = cursor }, Stop));

        failure.Message.ShouldContain("is no cursor");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task A_page_has_one_to_a_thousand_jobs(int limit)
    {
        var failure = await Should.ThrowAsync<ArgumentException>(Open().Catalog.ListAsync(new JobFilter { Limit = limit }, Stop));

        failure.Message.ShouldContain("1 to 1000");
    }

    [Fact]
    public async Task Unfinished_jobs_come_in_the_order_of_their_keys()
    {
        var store = Open();
        var jobs = Enumerable.Range(0, 10).Select(number => number % 2 == 0 ? Samples.Job($"job-{number}") : Samples.Job($"job-{number}").Ended(Samples.Start));
        await store.CreateAllAsync(jobs.Reverse());

        var first = await store.Catalog.UnfinishedAsync(null, 3, Stop);
        var second = await store.Catalog.UnfinishedAsync(first[^1], 3, Stop);

        first.ShouldBe(["bigquery_query_job_task/job-0", "bigquery_query_job_task/job-2", "bigquery_query_job_task/job-4"]);
        second.ShouldBe(["bigquery_query_job_task/job-6", "bigquery_query_job_task/job-8"]);
    }

    [Fact]
    public async Task A_family_is_its_unfinished_attempts()
    {
        var store = Open();
        await store.CreateAllAsync(
        [
            Attempt("a", 0).Ended(Samples.Start), Attempt("b", 1) with { Stage = JobStage.Tracked }, Attempt("c", 2), Samples.Job("stranger"),
        ]);

        (await store.Catalog.FamilyAsync("family", Stop)).ShouldBe(
        [
            new FamilyMember("bigquery_query_job_task/b", 1, JobStage.Tracked), new FamilyMember("bigquery_query_job_task/c", 2, JobStage.Accepted),
        ]);
        (await store.Catalog.FamilyAsync("other", Stop)).ShouldBeEmpty();

        static JobRecord Attempt(string name, int attempt)
        {
            var job = Samples.Job(name);
            return job with { Identity = job.Identity with { Family = "family", Attempt = attempt } };
        }
    }

    [Fact]
    public async Task Forgetting_takes_the_oldest_ends_first_and_no_more_than_a_batch()
    {
        var store = Open();
        await store.CreateAllAsync(Enumerable.Range(0, 6).Select(number => Samples.Job($"ended-{number}").Ended(Samples.Start.AddHours(number))));
        await store.CreateAsync(Samples.Job("unfinished"), Stop);

        (await store.Catalog.ForgetAsync(Samples.Start.AddHours(4), 3, Stop)).ShouldBe(3);
        (await Keys()).ShouldBe(["ended-3", "ended-4", "ended-5", "unfinished"]);
        (await store.Catalog.ForgetAsync(Samples.Start.AddHours(4), 3, Stop)).ShouldBe(1);
        (await store.Catalog.ForgetAsync(Samples.Start.AddHours(4), 3, Stop)).ShouldBe(0);
        (await Keys()).ShouldBe(["ended-4", "ended-5", "unfinished"]);

        async Task<IEnumerable<string>> Keys() =>
            (await store.Catalog.ListAsync(new JobFilter(), Stop)).Jobs.Select(job => job.Key.Split('/')[1]).Order();
    }

    private static IEnumerable<JobRecord> Population()
    {
        var phases = Enum.GetValues<JobPhase>();
        for (var number = 0; number < 60; number++)
        {
            var phase = phases[number % phases.Length];
            var job = Samples.Job($"job-{number:00}", plugin: number % 4 == 0 ? "Snowflake" : "BigQuery")
                .In($"project-{number % 3}", number % 2 == 0 ? "development" : "production", $"execution-{number / 10}", $"n{number % 5}") with
            {
                CreatedAt = Samples.Start.AddMilliseconds(number / 4),
                Phase = phase,
                External = number % 7 == 0 ? new ExternalJob($"external-{number % 3}", new Dictionary<string, string>()) : null,
            };
            yield return phase.IsEnd() ? job.Ended(Samples.Start.AddHours(1), phase) : job;
        }
    }

    private static (JobFilter Filter, Func<JobRecord, bool> Matches) Filter(string name) => name switch
    {
        "plugin" => (new JobFilter { Plugin = "Snowflake" }, job => job.Plugin == "Snowflake"),
        "phase" => (new JobFilter { Phases = [JobPhase.Running] }, job => job.Phase == JobPhase.Running),
        "phases" => (new JobFilter { Phases = [JobPhase.Failed, JobPhase.Running, JobPhase.Failed] }, job => job.Phase is JobPhase.Failed or JobPhase.Running),
        "project" => (new JobFilter { Project = "project-1" }, job => Id(job).Project == "project-1"),
        "domain" => (new JobFilter { Domain = "production" }, job => Id(job).Domain == "production"),
        "execution" => (new JobFilter { Execution = "execution-2" }, job => Id(job).Execution == "execution-2"),
        "node" => (new JobFilter { Node = "n3" }, job => Id(job).Node == "n3"),
        "external" => (new JobFilter { ExternalId = "external-1" }, job => job.External?.Id == "external-1"),
        "key" => (new JobFilter { Key = "bigquery_query_job_task/job-13" }, job => job.Identity.Key.Hash == "job-13"),
        "several" => (
            new JobFilter { Plugin = "BigQuery", Project = "project-1", Domain = "production", Node = "n1", Phases = [JobPhase.Running, JobPhase.Succeeded] },
            job => job.Plugin == "BigQuery" && Id(job) is { Project: "project-1", Domain: "production", Node: "n1" } && (job.Phase is JobPhase.Running or JobPhase.Succeeded)),
        "nothing" => (new JobFilter(), _ => true),
        "none" => (new JobFilter { Execution = "execution-99", Phases = [JobPhase.Running] }, _ => false),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such filter."),
    };

    private static TaskExecutionId Id(JobRecord job) => job.Task.Execution.Id!;
}
