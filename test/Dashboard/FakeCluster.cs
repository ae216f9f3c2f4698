using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
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
        Grains.GetGrain<IJobGrain>(Arg.Any<string>()).Returns(call => new DescribedJob(() => Describe(call.ArgAt<string>(0))));
    }

    public IGrainFactory Grains { get; }

    public List<JobFilter> Listed { get; } = [];

    public List<JobFilter> Counted { get; } = [];

    public Func<JobFilter, Task<JobPage>> List { get; set; } = _ => Task.FromResult(new JobPage([], null));

    public Func<JobFilter, Task<IReadOnlyDictionary<JobPhase, long>>> Count { get; set; } =
        _ => Task.FromResult<IReadOnlyDictionary<JobPhase, long>>(new Dictionary<JobPhase, long>());

    public Func<string, Task<JobDetails?>> Describe { get; set; } = _ => Task.FromResult<JobDetails?>(null);

    public void Show(params JobSummary[] jobs) => List = _ => Task.FromResult(new JobPage(jobs, null));

    public void Show(JobDetails job, JobSummary? summary = null)
    {
        Describe = key => Task.FromResult(key == job.Snapshot.Key.Value ? job : null);
        Show(summary is null ? [] : [summary]);
    }

    /// <summary>Only describes itself: pages must ask a job grain for nothing else.</summary>
    private sealed class DescribedJob(Func<Task<JobDetails?>> describe) : IJobGrain
    {
        public ValueTask<JobDetails?> DescribeAsync() => new(describe());

        public Task<CreateResult> CreateAsync(CreateJob command) => throw new NotSupportedException();

        public ValueTask<JobSnapshot?> GetAsync() => throw new NotSupportedException();

        public ValueTask<JobNews> GetNewsAsync(long revision) => throw new NotSupportedException();

        public Task<DeleteOutcome> DeleteAsync(string reason) => throw new NotSupportedException();

        public Task<CreateResult> AdoptAsync(AdoptJob command) => throw new NotSupportedException();

        public Task RenewSecretsAsync(SecretBundle secrets) => throw new NotSupportedException();

        public ValueTask ResumeAsync() => throw new NotSupportedException();
    }
}
