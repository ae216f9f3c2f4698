using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace BackendPlugins.BigQuery;

/// <summary>
/// Answers asks for many jobs from pages of jobs.list. It reads the live jobs of the span of time in which those asked for
/// were created; whoever is not among them may have ended, so the ended ones of the span that remains are read next. Where all
/// jobs of a span fit a page, alive or not, that one page is read. Reading goes on while a page tells of more than a few.
/// </summary>
internal sealed partial class JobLister(BigQueryClient client, TimeProvider time, ILogger<JobLister> logger)
{
    /// <summary>A page weighs more than a job: with fewer answers than this it saves nothing.</summary>
    private const int AsksPerPage = 4;

    private const int PageSize = 1000;

    // Who may not list jobs today may tomorrow.
    private static readonly TimeSpan DenialHolds = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string Caller, string Project), Memory> _memories = new();

    /// <summary>Whether listing has been denied lately.</summary>
    public bool IsDenied(Caller caller, string project) =>
        _memories.TryGetValue((caller.Tag, project), out var memory) && memory.DeniedAt is { } denied && time.GetElapsedTime(denied) < DenialHolds;

    public async Task<ListedJobs> ListAsync(Caller caller, string project, IReadOnlyList<ListedAsk> asked, Action<IReadOnlyDictionary<string, byte[]>> found, CancellationToken cancellationToken)
    {
        var memory = _memories.GetOrAdd((caller.Tag, project), _ => new Memory());
        var wanted = new WantedJobs(asked, found);
        var walk = new Walk(this, caller, project, wanted, memory, cancellationToken);
        string? problem = null;
        try
        {
            if (memory.FitsPage(wanted.Window(JobStates.Any)))
            {
                await walk.ReadAsync(JobStates.Any);
            }
            else
            {
                await walk.ReadAsync(JobStates.Live);
                await walk.ReadAsync(JobStates.Ended);
            }
        }
        catch (Exception exception) when (exception is ServiceUnavailableException or CredentialRefusedException or OperationCanceledException)
        {
            problem = exception is OperationCanceledException ? "jobs.list: no answer in time" : exception.Message;
            LogListingFailed(project, problem);
        }

        LogListed(asked.Count, project, asked.Count - wanted.Missing, walk.Calls);
        return new ListedJobs(asked.Count - wanted.Missing, walk.Calls, problem);
    }

    private async Task<JobPage> PageAsync(Caller caller, string project, JobWindow window, string? token, CancellationToken cancellationToken)
    {
        switch (await client.ListAsync(caller, project, window, token, cancellationToken))
        {
            case JobPageReply reply:
                return reply.Page;
            case ErrorReply error when ErrorReasons.DeniesListing(error):
                _memories[(caller.Tag, project)].DeniedAt = time.GetTimestamp();
                throw new ServiceUnavailableException($"{error}");
            case var reply:
                throw new ServiceUnavailableException($"{reply}");
        }
    }

    /// <summary>What earlier pages of a project have taught.</summary>
    private sealed class Memory
    {
        /// <summary>Jobs of any state created per second; null before it is known.</summary>
        public double? CreatedPerSecond { get; set; }

        public long? DeniedAt { get; set; }

        public bool FitsPage(JobWindow window) =>
            window is { From: { } from, To: { } to } && CreatedPerSecond is { } rate && rate * ((to - from) / 1000.0) < PageSize * 0.8;
    }

    /// <summary>One reading of pages.</summary>
    private sealed class Walk(JobLister owner, Caller caller, string project, WantedJobs wanted, Memory memory, CancellationToken cancellationToken)
    {
        public int Calls { get; private set; }

        /// <summary>Reads the pages of the missing jobs' span, newest first, while they pay.</summary>
        public async Task ReadAsync(JobStates states)
        {
            var window = wanted.Window(states);
            string? token = null;
            var poor = 0;
            while (wanted.Missing >= AsksPerPage && poor < 2)
            {
                Calls++;
                var page = await owner.PageAsync(caller, project, window, token, cancellationToken);
                var entries = page.Jobs ?? [];
                poor = wanted.Take(entries) < AsksPerPage ? poor + 1 : 0;
                var (newest, oldest) = SpanOf(entries);
                Learn(states, entries.Count, newest, oldest);
                if (page.NextPageToken is not { Length: > 0 } next)
                {
                    return;
                }

                token = next;
                if (oldest is { } reached && window is { From: { } from, To: not null } && newest is { } top)
                {
                    // What is left is older than this page. It is worth more pages only where it lies densely enough.
                    var left = wanted.MissingBefore(reached);
                    var pages = Math.Ceiling((reached - from) / Math.Max(1.0, top - reached));
                    if (left < AsksPerPage * Math.Min(pages, left))
                    {
                        return;
                    }

                    // A gap in which nothing asked for was created is jumped over.
                    if (wanted.Window(states) is { To: { } to } rest && to < reached - (top - reached))
                    {
                        (window, token) = (rest, null);
                    }
                }
            }
        }

        private static (long? Newest, long? Oldest) SpanOf(IReadOnlyList<JobPageEntry> entries)
        {
            var times = entries.Select(entry => entry.Statistics?.CreationTime).Where(created => created is not null).ToList();
            return times.Count == 0 ? (null, null) : (times.Max(), times.Min());
        }

        private void Learn(JobStates states, int entries, long? newest, long? oldest)
        {
            if (newest - oldest is > 1000 and { } span)
            {
                var rate = entries * 1000.0 / span;
                memory.CreatedPerSecond = states is JobStates.Any
                    ? rate
                    : Math.Max(rate, (memory.CreatedPerSecond ?? 0) * 0.9);
            }
        }
    }
}
