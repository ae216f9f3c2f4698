using System.Globalization;
using System.Text;
using BackendPlugins.Simulators.BigQuery.Api;
using BackendPlugins.Simulators.BigQuery.Jobs;
using BackendPlugins.Simulators.BigQuery.Journal;

namespace BackendPlugins.Simulators.BigQuery.Books;

/// <summary>
/// The one place where jobs and their counts change. Every change is a journal entry: it is written, then applied, and after a restart applied
/// again by the same code. Jobs that are to appear later are settled when somebody looks, so nothing runs between calls.
/// </summary>
internal sealed partial class JobLedger : IDisposable
{
    private readonly Lock _gate = new();
    private readonly LedgerState _state;
    private readonly TimeProvider _time;
    private readonly int _seed;
    private readonly JobJournal? _journal;
    private int _minted;

    /// <summary>Opens the journal, if any, and reads it back.</summary>
    public JobLedger(BigQuerySimulatorOptions options, TimeProvider time)
    {
        (_time, _seed, _state) = (time, options.Seed, new(options.RequireDatasets));
        _journal = options.Journal is { Length: > 0 } path ? JobJournal.Open(path, Replay) : null;
    }

    /// <summary>When the newest line of the journal was written; 0 without one.</summary>
    public long NewestEntryAt { get; private set; }

    /// <summary>The time, epoch milliseconds; everything that is due by it has happened.</summary>
    public long Now
    {
        get
        {
            lock (_gate)
            {
                return Settle();
            }
        }
    }

    /// <summary>An id for an insert that named none, never used before in this ledger.</summary>
    public string MintJobId()
    {
        lock (_gate)
        {
            string id;
            do
            {
                id = $"job_{StableHash.Hex(string.Create(CultureInfo.InvariantCulture, $"{_seed}/{_minted++}"), 28)}";
            }
            while (_state.Tallies.IsNamed(id));
            return id;
        }
    }

    /// <summary>Makes the job, or tells of the one that is there already.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="configuration">Its configuration, complete.</param>
    /// <param name="plan">What will happen to it.</param>
    /// <param name="method">The method that asked for it.</param>
    public (SimulatedJob Job, bool Created) Insert(JobKey key, JobConfiguration configuration, JobPlan plan, string method)
    {
        lock (_gate)
        {
            var now = Settle();
            if (_state.Jobs.TryGet(key, out var existing))
            {
                Record(Entry(JournalEvent.Conflict, key, now));
                return (existing, false);
            }

            Record(Entry(JournalEvent.Insert, key, now) with
            {
                Plan = plan,
                Configuration = Text(configuration),
                Method = method == ApiMethods.Insert ? null : method,
            }, configuration);
            return (_state.Tallies.Of(key).Job!, true);
        }
    }

    /// <summary>Makes the job after a while, unless the id is taken by then.</summary>
    public void InsertLate(JobKey key, JobConfiguration configuration, JobPlan plan, TimeSpan delay)
    {
        lock (_gate)
        {
            var now = Settle();
            Record(Entry(JournalEvent.Late, key, now) with
            {
                CommitAt = now + (long)delay.TotalMilliseconds,
                Plan = plan,
                Configuration = Text(configuration),
            });
        }
    }

    /// <summary>Counts an insert call that made nothing.</summary>
    public void NoteRefusedInsert(JobKey key)
    {
        lock (_gate)
        {
            Record(Entry(JournalEvent.Refused, key, Settle()));
        }
    }

    /// <summary>Counts a call, and for get and cancel also under the job it asks for.</summary>
    public void NoteCall(string method, string projectId, string? location, string? jobId)
    {
        lock (_gate)
        {
            _state.Tallies.CountCall(method);
            if (jobId is null || Candidates(projectId, location, jobId).Select(_state.Tallies.Find).FirstOrDefault(found => found is not null) is not { } tally)
            {
                return;
            }

            switch (method)
            {
                case ApiMethods.Get: tally.Gets++; break;
                case ApiMethods.Cancel: tally.Cancels++; break;
            }
        }
    }

    /// <summary>The job; without a location it is looked for in the multi-regions. Null when there is none.</summary>
    public SimulatedJob? Find(string projectId, string? location, string jobId)
    {
        lock (_gate)
        {
            var now = Settle();
            return Candidates(projectId, location, jobId)
                .Select(key => _state.Jobs.TryGet(key, out var job) && job.ExistsAt(now) ? job : null)
                .FirstOrDefault(job => job is not null);
        }
    }

    /// <summary>The project's job of that id in whatever location; null when there is none.</summary>
    public SimulatedJob? FindAnywhere(string projectId, string jobId)
    {
        lock (_gate)
        {
            Settle();
            return _state.Tallies.IsNamed(jobId) ? _state.Jobs.FindAnywhere(projectId, jobId) : null;
        }
    }

    public void Cancel(SimulatedJob job)
    {
        lock (_gate)
        {
            Record(Entry(JournalEvent.Cancel, job.Key, Settle()));
        }
    }

    public void Delete(SimulatedJob job)
    {
        lock (_gate)
        {
            Record(Entry(JournalEvent.Delete, job.Key, Settle()));
        }
    }

    /// <summary>Lets the caller walk the project's jobs, newest first, beginning below a sequence number.</summary>
    public T Walk<T>(string projectId, long beforeSequence, Func<IEnumerable<SimulatedJob>, long, T> read)
    {
        lock (_gate)
        {
            var now = Settle();
            return read(_state.Jobs.NewestFirst(projectId, beforeSequence), now);
        }
    }

    public SimulatorBooks ReadBooks()
    {
        lock (_gate)
        {
            var now = Settle();
            return _state.Tallies.ToBooks(now);
        }
    }

    /// <summary>Calls by method, without the jobs.</summary>
    public IReadOnlyDictionary<string, long> ReadCalls()
    {
        lock (_gate)
        {
            return _state.Tallies.ToCalls();
        }
    }

    /// <summary>The books of one id, in every project and location where it was named.</summary>
    public IReadOnlyList<JobBook> FindBooks(string jobId)
    {
        lock (_gate)
        {
            var now = Settle();
            return _state.Tallies.ToBooks(jobId, now);
        }
    }

    /// <summary>Forgets every job, count and journal line.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _journal?.Clear();
            _state.Clear();
            _minted = 0;
        }
    }

    public void Dispose() => _journal?.Dispose();

    private static IEnumerable<JobKey> Candidates(string projectId, string? location, string jobId) =>
        string.IsNullOrEmpty(location)
            ? Locations.MultiRegions.Select(region => new JobKey(projectId, region, jobId))
            : [new JobKey(projectId, Locations.Normalize(location), jobId)];

    private static JournalEntry Entry(JournalEvent what, JobKey key, long now) =>
        new() { Event = what, At = now, ProjectId = key.ProjectId, Location = key.Location, JobId = key.JobId };

    private static string Text(JobConfiguration configuration) => Encoding.UTF8.GetString(configuration.Document.Span);

    private void Replay(JournalEntry entry)
    {
        NewestEntryAt = Math.Max(NewestEntryAt, entry.At);
        _state.Replay(entry);
    }

    private void Record(JournalEntry entry, JobConfiguration? configuration = null)
    {
        _journal?.Append(entry);
        _state.Apply(entry, configuration);
    }

    /// <summary>The time, once the late jobs that are due by it have come out.</summary>
    private long Settle()
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        _state.Settle(now);
        return now;
    }
}
