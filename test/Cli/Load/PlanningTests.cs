using BackendPlugins.Cli.Arguments;
using BackendPlugins.Cli.Load.Pacing;
using BackendPlugins.Cli.Load.Planning;

namespace BackendPlugins.Cli.Tests.Load;

public sealed class PlanningTests
{
    [Theory]
    [InlineData("burst", 0, 0)]
    [InlineData("50/s", 2, 20)]
    [InlineData("10/s..30/s", 2.5, 5)]
    public void Arrival_spreads_jobs_as_its_law_says(string text, double half, double end)
    {
        var arrival = Arrival.Parse(text);
        arrival.At(0, 1000).ShouldBe(TimeSpan.Zero);
        if (text is "50/s")
        {
            arrival.At(100, 1000).TotalSeconds.ShouldBe(half, 0.001);
            arrival.At(1000, 1000).TotalSeconds.ShouldBe(end, 0.001);
        }
        else
        {
            // 10/s rising to 30/s is 20/s on average: 100 jobs take 5 s, and the second half of the time brings most of them.
            arrival.At(100, 100).TotalSeconds.ShouldBe(end, 0.001);
            arrival.At(50, 100).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(half));
        }
    }

    [Theory]
    [InlineData("fast")]
    [InlineData("0/s")]
    [InlineData("1/s..2/s..3/s")]
    [InlineData("-5/s")]
    public void Arrival_that_is_no_law_is_refused(string text) =>
        Should.Throw<BadInputException>(() => Arrival.Parse(text)).Message.ShouldContain("--arrival");

    [Theory]
    [InlineData("5s", 5000, 5000, 5000)]
    [InlineData("1s..3s", 2000, 1000, 3000)]
    [InlineData("exp:10s", 10000, 1, 24 * 3600 * 1000)]
    [InlineData("lognormal:10s,0.5", 11331, 1, 24 * 3600 * 1000)]
    public void Durations_have_the_mean_of_their_law(string text, double mean, double least, double most)
    {
        var random = new Random(3);
        var law = DurationLaw.Parse(text);
        var drawn = Enumerable.Range(0, 20_000).Select(_ => law.Draw(random).TotalMilliseconds).ToList();
        drawn.Average().ShouldBe(mean, mean * 0.03);
        drawn.Min().ShouldBeGreaterThanOrEqualTo(least);
        drawn.Max().ShouldBeLessThanOrEqualTo(most);
    }

    [Theory]
    [InlineData("")]
    [InlineData("3s..1s")]
    [InlineData("exp:fast")]
    [InlineData("lognormal:10s")]
    [InlineData("lognormal:10s,x")]
    public void Durations_that_are_no_law_are_refused(string text) =>
        Should.Throw<BadInputException>(() => DurationLaw.Parse(text)).Message.ShouldContain("--durations");

    [Fact]
    public void The_same_seed_deals_the_same_jobs_and_another_one_others()
    {
        var first = JobDeck.Deal(Plan(1));
        Facts(JobDeck.Deal(Plan(1))).ShouldBe(Facts(first));
        Facts(JobDeck.Deal(Plan(2))).ShouldNotBe(Facts(first));
        first.Count(job => job.DeletedAfter is not null).ShouldBeInRange(150, 250);
        first.Count(job => job.Fails).ShouldBeInRange(50, 110);
        first.Count(job => job.IsRepeated).ShouldBeInRange(250, 350);
        first.ShouldAllBe(job => job.DeletedAfter == null || (job.DeletedAfter < job.Duration && !job.Fails));
    }

    [Fact]
    public void More_deletes_do_not_change_the_durations() =>
        JobDeck.Deal(Plan(1) with { Deletes = 0 }).Select(job => job.Duration).ShouldBe(JobDeck.Deal(Plan(1)).Select(job => job.Duration));

    [Fact]
    public void Every_job_is_a_task_of_its_own()
    {
        var plan = Plan(1);
        var tasks = JobDeck.Deal(plan).Select(new LoadTasks(plan).Of).ToList();
        tasks.Select(task => task.OutputPrefix).Distinct().Count().ShouldBe(plan.Jobs);
        tasks[0].Template.Sql!.Statement.ShouldContain("duration=");
    }

    private static List<string> Facts(IEnumerable<LoadJob> jobs) =>
        [.. jobs.Select(job => $"{job.Duration} {job.DeletedAfter} {job.Fails} {job.IsRepeated}")];

    private static LoadPlan Plan(int seed) => new(
        1000, Arrival.Burst, DurationLaw.Parse("1s..9s"), seed, "e1",
        new LoadTaskShape(new TaskCategory("bigquery_query_job_task"), null, null, 1, "p", "d"), new EagerPace(4, 1), TimeSpan.FromMinutes(1))
    {
        Deletes = 0.2, Failures = 0.1, Repeats = 0.3,
    };
}
