using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BackendPlugins.BigQuery;

/// <summary>
/// Asks for jobs: each by itself while they are few; where many of one project are asked for at about the same time, their
/// asks are gathered for a moment and answered from pages of jobs.list, so that calls grow with pages. Whoever is not
/// found there is asked for by itself after all.
/// </summary>
internal sealed partial class JobLookUps(BigQueryClient client, IOptions<BigQueryOptions> options, TimeProvider time, ILogger<JobLookUps> logger)
{
    /// <summary>Asks within this time count as being at about the same time.</summary>
    private static readonly TimeSpan AboutTheSameTime = TimeSpan.FromMilliseconds(100);

    /// <summary>Longer than this nobody waits for pages.</summary>
    private static readonly TimeSpan LongestListing = TimeSpan.FromSeconds(5);

    // Who may not list jobs today may tomorrow.
    private static readonly TimeSpan DenialHolds = TimeSpan.FromMinutes(10);

    // A page weighs more than a job: below this ratio it saves nothing.
    private const int AsksPerPage = 4;

    private readonly ConditionalWeakTable<Caller, ConcurrentDictionary<string, Crowd>> _crowds = [];

    /// <summary>Asks for a job.</summary>
    /// <exception cref="ServiceUnavailableException">No answer.</exception>
    public Task<ServiceReply> GetAsync(Caller caller, JobAddress job, CancellationToken cancellationToken)
    {
        var crowd = _crowds.GetOrCreateValue(caller).GetOrAdd(job.Project, project => new Crowd(this, caller, project));
        return crowd.Join(job) is { } gathering ? FromPagesAsync(gathering, caller, job, cancellationToken) : client.GetAsync(caller, job, cancellationToken);
    }

    private async Task<ServiceReply> FromPagesAsync(Gathering gathering, Caller caller, JobAddress job, CancellationToken cancellationToken)
    {
        var found = await gathering.Pages.WaitAsync(cancellationToken);
        return found.Find(job) is { } resource ? new JobReply(resource) : await client.GetAsync(caller, job, cancellationToken);
    }

    /// <summary>Reads pages until every job is found or pages no longer pay. A failure ends the reading; what was found holds.</summary>
    private async Task<FoundJobs> ListAsync(Crowd crowd, IReadOnlyCollection<JobAddress> asked)
    {
        var found = new FoundJobs(asked);
        using var patience = new CancellationTokenSource(LongestListing, time);
        try
        {
            // Most are still alive. Those that ended since they were last asked for are the newest of the ended.
            await ReadAsync(crowd, found, JobStates.Live, asked.Count / AsksPerPage, patience.Token);
            await ReadAsync(crowd, found, JobStates.Ended, found.Missing / options.Value.ListThreshold, patience.Token);
        }
        catch (Exception exception) when (exception is ServiceUnavailableException or CredentialRefusedException or OperationCanceledException)
        {
            LogListingFailed(crowd.Project, exception.Message);
        }

        LogListed(asked.Count, crowd.Project, asked.Count - found.Missing);
        return found;
    }

    private async Task ReadAsync(Crowd crowd, FoundJobs found, JobStates states, int mostPages, CancellationToken cancellationToken)
    {
        string? token = null;
        for (var page = 0; page < mostPages && found.Missing > 0; page++)
        {
            switch (await client.ListAsync(crowd.Caller, crowd.Project, states, token, cancellationToken))
            {
                case JobPageReply reply:
                    found.Add(reply.Page.Jobs ?? []);
                    if (reply.Page.NextPageToken is not { Length: > 0 } next)
                    {
                        return;
                    }

                    token = next;
                    break;
                case ErrorReply error when ErrorReasons.VerdictOf(error) is CallVerdict.Refused or CallVerdict.Missing:
                    crowd.DenyListing();
                    throw new ServiceUnavailableException($"{error}");
                case var reply:
                    throw new ServiceUnavailableException($"{reply}");
            }
        }
    }

    /// <summary>Those who ask for jobs of one project as one caller.</summary>
    private sealed class Crowd(JobLookUps owner, Caller caller, string project)
    {
        private readonly Lock _lock = new();
        private readonly Queue<long> _recent = new();
        private Gathering? _open;
        private long? _deniedAt;

        public Caller Caller => caller;

        public string Project => project;

        /// <summary>The gathering that the ask has joined; null where it goes by itself.</summary>
        public Gathering? Join(JobAddress job)
        {
            lock (_lock)
            {
                if (!IsBusy() && _open is null)
                {
                    return null;
                }

                _open ??= Begin();
                _open.Asked.Add(job);
                return _open;
            }
        }

        public void DenyListing()
        {
            lock (_lock)
            {
                _deniedAt = owner.Now;
            }
        }

        private bool IsBusy()
        {
            var threshold = owner.Threshold;
            var now = owner.Now;
            _recent.Enqueue(now);
            while (_recent.Count > threshold || owner.Elapsed(_recent.Peek(), now) > AboutTheSameTime)
            {
                _recent.Dequeue();
                if (_recent.Count == 0)
                {
                    break;
                }
            }

            return threshold > 0 && _recent.Count >= threshold && !(_deniedAt is { } denied && owner.Elapsed(denied, now) < DenialHolds);
        }

        private Gathering Begin()
        {
            var gathering = new Gathering();
            var over = owner.GatheringTime();
            // On the thread pool: the listing outlives the grain that asks first.
            gathering.Pages = Task.Run(async () =>
            {
                await over;
                lock (_lock)
                {
                    _open = null;
                }

                return gathering.Asked.Count < owner.Threshold ? new FoundJobs([]) : await owner.ListAsync(this, gathering.Asked);
            });
            return gathering;
        }
    }

    /// <summary>Asks that wait for the same pages.</summary>
    private sealed class Gathering
    {
        public List<JobAddress> Asked { get; } = [];

        public Task<FoundJobs> Pages { get; set; } = null!;
    }

    private int Threshold => options.Value.ListThreshold;

    private long Now => time.GetTimestamp();

    private TimeSpan Elapsed(long from, long to) => time.GetElapsedTime(from, to);

    private Task GatheringTime() => Task.Delay(options.Value.ListGathering, time);
}
