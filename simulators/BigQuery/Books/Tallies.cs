using BackendPlugins.Simulators.BigQuery.Api;
using BackendPlugins.Simulators.BigQuery.Jobs;

namespace BackendPlugins.Simulators.BigQuery.Books;

/// <summary>All counts, in the order in which ids were first named. Not thread-safe: its owner holds the lock.</summary>
internal sealed class Tallies
{
    private readonly Dictionary<JobKey, JobTally> _byKey = [];
    private readonly List<JobTally> _inOrder = [];
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _calls = new(StringComparer.Ordinal);

    public Tallies() => Clear();

    /// <summary>The tally of a key, begun when there is none.</summary>
    public JobTally Of(JobKey key)
    {
        if (!_byKey.TryGetValue(key, out var tally))
        {
            _byKey[key] = tally = new(key);
            _inOrder.Add(tally);
            _named.Add(key.JobId);
        }

        return tally;
    }

    public JobTally? Find(JobKey key) => _byKey.GetValueOrDefault(key);

    public bool IsNamed(string jobId) => _named.Contains(jobId);

    public void CountCall(string method) => _calls[method] = _calls.GetValueOrDefault(method) + 1;

    public IReadOnlyDictionary<string, long> ToCalls() => new Dictionary<string, long>(_calls);

    public SimulatorBooks ToBooks(long now) => new(new Dictionary<string, long>(_calls), _inOrder.ConvertAll(tally => tally.ToBook(now)));

    public IReadOnlyList<JobBook> ToBooks(string jobId, long now) =>
        _named.Contains(jobId) ? [.. _inOrder.Where(tally => tally.Key.JobId == jobId).Select(tally => tally.ToBook(now))] : [];

    public void Clear()
    {
        _byKey.Clear();
        _inOrder.Clear();
        _named.Clear();
        _calls.Clear();
        foreach (var method in ApiMethods.All)
        {
            _calls[method] = 0;
        }
    }
}
