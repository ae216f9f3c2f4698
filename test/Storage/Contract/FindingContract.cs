using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Storage.Tests.Contract;

/// <summary>What the silos themselves look for: unfinished jobs, families, old ends; and what a page of figures is made of.</summary>
public abstract class FindingContract(Func<Task<IContractDatabase>> create) : JobStoreContract(create)
{
    [Fact]
    public async Task Activity_counts_what_was_accepted_and_what_ended_in_each_slice()
    {
        var store = Open();
        await store.CreateAllAsync(
        [
            At("before", -1), At("a", 0), At("b", 9).Ended(Samples.Start.AddSeconds(10)), At("c", 10).Ended(Samples.Start.AddSeconds(29), JobPhase.Failed),
            At("d", 29).Ended(Samples.Start.AddSeconds(29), JobPhase.Failed), At("after", 30).Ended(Samples.Start.AddSeconds(30)),
        ]);

        var activity = await store.Catalog.ActivityAsync(Samples.Start, TimeSpan.FromSeconds(10), 3, Stop);

        (activity.From, activity.Slice).ShouldBe((Samples.Start, TimeSpan.FromSeconds(10)));
        activity.Slices.Select(slice => slice.Accepted).ShouldBe([2, 1, 1]);
        activity.Slices[0].Ended.ShouldBeEmpty();
        activity.Slices[1].Ended.ShouldBe(new Dictionary<JobPhase, long> { [JobPhase.Succeeded] = 1 });
        activity.Slices[2].Ended.ShouldBe(new Dictionary<JobPhase, long> { [JobPhase.Failed] = 2 });

        static JobRecord At(string name, int second) => Samples.Job(name) with { CreatedAt = Samples.Start.AddSeconds(second) };
    }

    [Fact]
    public async Task Unsubmitted_jobs_come_oldest_first_and_are_counted()
    {
        var store = Open();
        await store.CreateAllAsync(
        [
            Of("tracked", 0, JobStage.Tracked), Of("third", 3, JobStage.Accepted), Of("first", 1, JobStage.Submitting), Of("second", 2, JobStage.Accepted),
            Samples.Job("ended").Ended(Samples.Start),
        ]);

        var unsubmitted = await store.Catalog.UnsubmittedAsync(2, Stop);

        unsubmitted.Count.ShouldBe(3);
        unsubmitted.Oldest.Select(job => job.Key.Split('/')[1]).ShouldBe(["first", "second"]);

        static JobRecord Of(string name, int second, JobStage stage) => Samples.Job(name) with { CreatedAt = Samples.Start.AddSeconds(second), Stage = stage };
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
}
