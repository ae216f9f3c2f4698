using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace BackendPlugins.BigQuery;

/// <summary>
/// Finds the location of jobs that have not ended. Many who ask at once share one listing, which begins after they asked:
/// calls grow with its pages, not with those who ask.
/// </summary>
internal sealed class LiveJobs(BigQueryClient client)
{
    // More live jobs than BigQuery queues in a region.
    private const int MostPages = 50;

    // A caller that nobody uses any more takes its listings with it.
    private readonly ConditionalWeakTable<Caller, ConcurrentDictionary<string, Rounds>> _rounds = [];

    /// <summary>The location of a live job; null where the project has none of that id, or the caller may not list jobs.</summary>
    /// <exception cref="ServiceUnavailableException">The listing gave no evidence.</exception>
    public async Task<string?> LocationOfAsync(Caller caller, JobAddress job, CancellationToken cancellationToken)
    {
        var rounds = _rounds.GetOrCreateValue(caller).GetOrAdd(job.Project, project => new Rounds(() => ListAsync(caller, project)));
        var locations = await rounds.NextAsync().WaitAsync(cancellationToken);
        return locations.GetValueOrDefault(job.JobId);
    }

    // A shared listing is nobody's to cancel; its calls have their own time limits.
    private async Task<IReadOnlyDictionary<string, string>> ListAsync(Caller caller, string project)
    {
        var locations = new Dictionary<string, string>();
        string? token = null;
        for (var page = 0; page < MostPages; page++)
        {
            switch (await client.ListLiveAsync(caller, project, token, CancellationToken.None))
            {
                case JobPageReply reply:
                    Add(locations, reply.Page);
                    if (reply.Page.NextPageToken is not { Length: > 0 } next)
                    {
                        return locations;
                    }

                    token = next;
                    break;
                case ErrorReply error when ErrorReasons.DeniesListing(error):
                    // A service account may start jobs and not list them: then an insert's conflict has to tell the location.
                    return locations;
                case var reply:
                    throw new ServiceUnavailableException($"{reply}") { RetryAfter = (reply as ErrorReply)?.RetryAfter };
            }
        }

        throw new ServiceUnavailableException($"jobs.list: {project} has more than {MostPages} pages of live jobs.");
    }

    private static void Add(Dictionary<string, string> locations, JobPage page)
    {
        if (page.Unreachable is { Count: > 0 } unreachable)
        {
            throw new ServiceUnavailableException($"jobs.list: {string.Join(", ", unreachable)} cannot be reached.");
        }

        foreach (var entry in page.Jobs ?? [])
        {
            if (entry.JobReference is { JobId: { } id, Location: { Length: > 0 } location })
            {
                locations[id] = location;
            }
        }
    }

    /// <summary>Runs a listing for those who ask now; those who ask while one runs share the next.</summary>
    private sealed class Rounds(Func<Task<IReadOnlyDictionary<string, string>>> list)
    {
        private readonly Lock _lock = new();
        private Task<IReadOnlyDictionary<string, string>>? _running;
        private Task<IReadOnlyDictionary<string, string>>? _next;

        public Task<IReadOnlyDictionary<string, string>> NextAsync()
        {
            lock (_lock)
            {
                // On the thread pool: the listing outlives the grain that asks first.
                return _next is null && (_running is null || _running.IsCompleted)
                    ? _running = Task.Run(list)
                    : _next ??= Task.Run(() => AfterAsync(_running!));
            }
        }

        private async Task<IReadOnlyDictionary<string, string>> AfterAsync(Task running)
        {
            // Its end matters here, not how it ended: those who asked for it are told.
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lock (_lock)
            {
                (_running, _next) = (_next, null);
            }

            return await list();
        }
    }
}
