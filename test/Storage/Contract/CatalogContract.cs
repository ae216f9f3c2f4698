using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Storage.Tests.Contract;

/// <summary>Pages of jobs: filters, orders, cursors.</summary>
public abstract class CatalogContract(Func<Task<IContractDatabase>> create) : JobStoreContract(create)
{
    public static TheoryData<string> Filters => ["plugin", "phase", "phases", "project", "domain", "execution", "node", "external", "key", "text", "text with signs", "time", "time and text", "family", "several", "nothing", "none"];

    public static TheoryData<JobOrder, bool, string> Orders
    {
        get
        {
            var orders = new TheoryData<JobOrder, bool, string>();
            foreach (var order in Enum.GetValues<JobOrder>())
            {
                foreach (var filter in (string[])["nothing", "phases", "phase", "project", "plugin", "execution", "several", "time and text"])
                {
                    orders.Add(order, false, filter);
                    orders.Add(order, true, filter);
                }
            }

            return orders;
        }
    }

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
    [MemberData(nameof(Orders))]
    public async Task An_order_holds_over_all_pages(JobOrder order, bool ascending, string name)
    {
        var store = Open();
        var jobs = Population().ToList();
        await store.CreateAllAsync(jobs);
        var (filter, matches) = Filter(name);
        var expected = jobs.Where(matches)
            .OrderBy(job => order switch
            {
                JobOrder.Changed => $"{job.ChangedAt.ToUnixTimeMilliseconds():D20}",
                JobOrder.Phase => job.Phase.ToString(),
                JobOrder.Plugin => job.Plugin,
                JobOrder.Project => Id(job).Project,
                JobOrder.Execution => Id(job).Execution,
                _ => "",
            }, StringComparer.Ordinal)
            .ThenBy(job => order == JobOrder.Changed ? 0 : job.CreatedAt.ToUnixTimeMilliseconds())
            .ThenBy(job => job.Identity.Key.Value, StringComparer.Ordinal)
            .Select(job => job.Identity.Key.Value).ToList();
        if (!ascending)
        {
            expected.Reverse();
        }

        var listed = new List<string>();
        var cursor = default(string);
        do
        {
            var page = await store.Catalog.ListAsync(filter with { Limit = 7, Cursor = cursor, Order = order, Ascending = ascending }, Stop);
            listed.AddRange(page.Jobs.Select(job => job.Key));
            cursor = page.Next;
        }
        while (cursor is not null);

        listed.ShouldBe(expected);
    }

    [Fact]
    public async Task A_cursor_of_another_order_is_refused()
    {
        var store = Open();
        await store.CreateAllAsync(Population());
        var changed = await store.Catalog.ListAsync(new JobFilter { Limit = 3, Order = JobOrder.Changed }, Stop);

        foreach (var order in (JobOrder[])[JobOrder.Created, JobOrder.Plugin])
        {
            await Should.ThrowAsync<ArgumentException>(store.Catalog.ListAsync(new JobFilter { Cursor = changed.Next, Order = order }, Stop));
        }
    }

    [Fact]
    public async Task A_summary_tells_when_its_job_ended()
    {
        var store = Open();
        await store.CreateAllAsync([Samples.Job("open"), Samples.Job("over").Ended(Samples.Start.AddSeconds(5))]);

        (await store.Catalog.ListAsync(new JobFilter { Order = JobOrder.Changed }, Stop)).Jobs.Select(job => job.EndedAt).ShouldBe([Samples.Start.AddSeconds(5), null]);
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
                ChangedAt = Samples.Start.AddMilliseconds(number * 7 % 30),
                Message = number % 9 == 0 ? "done to 100%_\\ of it" : number % 9 == 1 ? "done to 100 of it" : "",
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
        "text" => (new JobFilter { Text = "EXTERNAL-1" }, job => job.External?.Id == "external-1"),
        // The signs of patterns are letters like any other.
        "text with signs" => (new JobFilter { Text = "100%_\\" }, job => job.Message.Contains("100%_\\", StringComparison.Ordinal)),
        "time" => (
            new JobFilter { From = Samples.Start.AddMilliseconds(3), To = Samples.Start.AddMilliseconds(6) },
            job => job.CreatedAt >= Samples.Start.AddMilliseconds(3) && job.CreatedAt < Samples.Start.AddMilliseconds(6)),
        "time and text" => (
            new JobFilter { From = Samples.Start.AddMilliseconds(2), Text = "n3" },
            job => job.CreatedAt >= Samples.Start.AddMilliseconds(2) && Id(job).Node == "n3"),
        "family" => (new JobFilter { Family = "family-job-13", Execution = "execution-1" }, job => job.Identity.Family == "family-job-13"),
        "several" => (
            new JobFilter { Plugin = "BigQuery", Project = "project-1", Domain = "production", Node = "n1", Phases = [JobPhase.Running, JobPhase.Succeeded] },
            job => job.Plugin == "BigQuery" && Id(job) is { Project: "project-1", Domain: "production", Node: "n1" } && (job.Phase is JobPhase.Running or JobPhase.Succeeded)),
        "nothing" => (new JobFilter(), _ => true),
        "none" => (new JobFilter { Execution = "execution-99", Phases = [JobPhase.Running] }, _ => false),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such filter."),
    };

    private static TaskExecutionId Id(JobRecord job) => job.Task.Execution.Id!;
}
