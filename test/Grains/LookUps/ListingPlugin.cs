using System.Collections.Concurrent;

namespace BackendPlugins.Grains.Tests;

/// <summary>A plugin whose service has a list: it knows jobs by their ids, and counts what it is asked.</summary>
internal sealed class ListingPlugin : IBackendPlugin, IListsJobs, IPacesSubmits
{
    private readonly ConcurrentDictionary<string, ServicePhase> _jobs = new();
    private const int PageSize = 7;

    private int _lists;
    private int _singles;

    public PluginDescription Description { get; } = new("Test", "Test Connector", [Tasks.Category]);

    public bool IsShared { get; set; } = true;

    public double SubmitsPerSecond { get; set; } = 10_000;

    public int? MostActive { get; set; }

    /// <summary>Jobs that the list does not tell, though they exist.</summary>
    public Func<string, bool> Hidden { get; set; } = _ => false;

    public bool ListFails { get; set; }

    public int Lists => _lists;

    public int Singles => _singles;

    public int Started => _jobs.Count;

    public void EndAll()
    {
        foreach (var id in _jobs.Keys)
        {
            _jobs[id] = ServicePhase.Succeeded;
        }
    }

    public void End(string id) => _jobs[id] = ServicePhase.Succeeded;

    public ExternalJob Plan(TaskRequest task, JobName name) => new(name.Format(120), new Dictionary<string, string> { ["project"] = "p" });

    public Task<JobEvidence> SubmitAsync(PluginJob job, CancellationToken cancellationToken)
    {
        _jobs.TryAdd(job.External.Id, ServicePhase.Running);
        return Task.FromResult(Seen(job));
    }

    public Task<JobEvidence> LookUpAsync(PluginJob job, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _singles);
        return Task.FromResult(Seen(job));
    }

    public Task<JobEvidence> CancelAsync(PluginJob job, CancellationToken cancellationToken) => Task.FromResult(Seen(job));

    public ListedPlace? PlaceOf(PluginJob job) =>
        new("host/p", job.External.Id, IsShared, Threshold: 5, new BudgetAllowance(4, TimeSpan.Zero));

    public Task<ListedJobs> ListAsync(string group, IReadOnlyList<ListedAsk> asked, Action<IReadOnlyDictionary<string, byte[]>> found, CancellationToken cancellationToken)
    {
        group.ShouldBe("host/p");
        Interlocked.Increment(ref _lists);
        if (ListFails)
        {
            return Task.FromResult(new ListedJobs(0, 1, "no list here"));
        }

        var known = asked.Where(ask => _jobs.ContainsKey(ask.Handle) && !Hidden(ask.Handle)).ToList();
        foreach (var page in known.Chunk(PageSize))
        {
            found(page.ToDictionary(ask => ask.Handle, ask => new[] { (byte)_jobs[ask.Handle] }));
        }

        return Task.FromResult(new ListedJobs(known.Count, 1));
    }

    public Task<JobEvidence> ReadAsync(PluginJob job, ReadOnlyMemory<byte> entry, CancellationToken cancellationToken) =>
        Task.FromResult<JobEvidence>(Evidence.Seen(job.External, (ServicePhase)entry.Span[0]));

    public SubmitLine? LineOf(PluginJob job) =>
        new(new BudgetKey("Test", "host", "p", "submit"), SubmitsPerSecond, "project p") { MostActive = MostActive };

    private JobEvidence Seen(PluginJob job) =>
        _jobs.TryGetValue(job.External.Id, out var phase) ? Evidence.Seen(job.External, phase) : new JobMissing("not found");
}
