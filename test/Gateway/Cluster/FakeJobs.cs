using System.Collections.Concurrent;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Gateway.Tests.Cluster;

/// <summary>The script of all fake grains of a test cluster.</summary>
public sealed class FakeJobs
{
    public const string Category = "bigquery_query_job_task";

    private readonly ConcurrentDictionary<string, FakeJob> _jobs = new();

    public ConcurrentQueue<JobFilter> Listed { get; } = new();

    public Func<JobFilter, JobPage> OnList { get; set; } = _ => new JobPage([], null);

    public FakeJob Of(string key) => _jobs.GetOrAdd(
        key, text => JobKey.TryParse(text, out var parsed) ? new FakeJob(parsed) : throw new ArgumentException(text));

    public FakeJob Fresh(string category = Category) =>
        Of(JobIdentity.OfCaller(new TaskCategory(category), Guid.NewGuid().ToString()).Key.Value);
}
