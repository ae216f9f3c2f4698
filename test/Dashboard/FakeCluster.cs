using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Budgets;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Contracts.Operations;
using NSubstitute;

namespace BackendPlugins.Dashboard.Tests;

/// <summary>A cluster whose answers a test sets; remembers what the catalog was asked.</summary>
internal sealed class FakeCluster
{
    public FakeCluster()
    {
        Grains = Substitute.For<IGrainFactory>();
        var catalog = Substitute.For<IJobCatalogGrain>();
        catalog.ListAsync(null!, default).ReturnsForAnyArgs(call =>
        {
            Listed.Add(call.Arg<JobFilter>());
            return List(call.Arg<JobFilter>());
        });
        catalog.CountAsync(null!, default).ReturnsForAnyArgs(call =>
        {
            Counted.Add(call.Arg<JobFilter>());
            return Count(call.Arg<JobFilter>());
        });
        Grains.GetGrain<IJobCatalogGrain>(0).Returns(catalog);
        catalog.ActivityAsync(default, default, default, default).ReturnsForAnyArgs(call =>
            Task.FromResult(new JobActivity(call.ArgAt<DateTimeOffset>(0), call.ArgAt<TimeSpan>(1), [.. Enumerable.Repeat(new ActivitySlice(0, new Dictionary<JobPhase, long>()), call.ArgAt<int>(2))])));
        catalog.UnsubmittedAsync(default, default).ReturnsForAnyArgs(_ => Task.FromResult(new UnsubmittedJobs(0, [])));
        Grains.GetGrain<IJobOperations>(Arg.Any<string>()).Returns(call =>
        {
            var job = Substitute.For<IJobOperations>();
            job.InspectAsync().Returns(_ => Describe(call.ArgAt<string>(0)));
            return job;
        });
        var board = Substitute.For<IBudgetBoardGrain>();
        board.ReadAsync(default).ReturnsForAnyArgs(_ => Task.FromResult(new BudgetBoard(Samples.Now, [], [])));
        Grains.GetGrain<IBudgetBoardGrain>(0).Returns(board);
    }

    public IGrainFactory Grains { get; }

    public List<JobFilter> Listed { get; } = [];

    public List<JobFilter> Counted { get; } = [];

    public Func<JobFilter, Task<JobPage>> List { get; set; } = _ => Task.FromResult(new JobPage([], null));

    public Func<JobFilter, Task<IReadOnlyDictionary<JobPhase, long>>> Count { get; set; } =
        _ => Task.FromResult<IReadOnlyDictionary<JobPhase, long>>(new Dictionary<JobPhase, long>());

    public Func<string, Task<JobInspection?>> Describe { get; set; } = _ => Task.FromResult<JobInspection?>(null);

    public void Show(params JobSummary[] jobs) => List = _ => Task.FromResult(new JobPage(jobs, null));

    public void Show(JobInspection job) => Describe = key => Task.FromResult(key == job.Details.Snapshot.Key.Value ? job : null);
}
