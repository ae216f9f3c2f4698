using System.Text.Json;

namespace BackendPlugins.BigQuery;

/// <summary>Jobs that are asked for together, as far as pages of jobs.list have not told of them.</summary>
internal sealed class WantedJobs
{
    private readonly Dictionary<string, long?> _missing;
    private readonly Action<IReadOnlyDictionary<string, byte[]>> _found;

    /// <param name="asked">The jobs.</param>
    /// <param name="found">Takes the entries of each page.</param>
    public WantedJobs(IReadOnlyList<ListedAsk> asked, Action<IReadOnlyDictionary<string, byte[]>> found)
    {
        _found = found;
        _missing = asked.ToDictionary(ask => ask.Handle, ask => ask.CreatedAt?.ToUnixTimeMilliseconds());
    }

    /// <summary>Jobs not found yet.</summary>
    public int Missing => _missing.Count;

    /// <summary>The handle of a job: the same id may exist in several locations.</summary>
    public static string HandleOf(string location, string id) => $"{location.ToLowerInvariant()}/{id}";

    /// <summary>From the first to the last creation of the missing ones; open where one is not known.</summary>
    public JobWindow Window(JobStates states) => _missing.Count > 0 && _missing.Values.All(created => created is not null)
        ? new JobWindow(states, _missing.Values.Min(), _missing.Values.Max())
        : new JobWindow(states, null, null);

    /// <summary>How many of the missing ones were created before a moment, or at an unknown one.</summary>
    public int MissingBefore(long moment) => _missing.Values.Count(created => created is null || created <= moment);

    /// <summary>Takes what is asked for from a page.</summary>
    /// <returns>How many that was.</returns>
    public int Take(IReadOnlyList<JobPageEntry> page)
    {
        var taken = new Dictionary<string, byte[]>();
        foreach (var entry in page)
        {
            if (entry.JobReference is { JobId: { } id, Location: { Length: > 0 } location } && TellsAll(entry) && _missing.Remove(HandleOf(location, id)))
            {
                taken[HandleOf(location, id)] = JsonSerializer.SerializeToUtf8Bytes(entry.ToResource(), JobResourceJson.Default.JobResource);
            }
        }

        _found(taken);
        return taken.Count;
    }

    /// <summary>The end of a job is read once: from an entry without its table and statistics it would be read wrongly.</summary>
    private static bool TellsAll(JobPageEntry entry) =>
        (entry.Status?.State ?? entry.State) is { } state && (state is not "DONE" || (entry.Configuration is not null && entry.Statistics is not null));
}
