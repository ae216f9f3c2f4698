using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using BackendPlugins.Simulators.BigQuery.Api;
using BackendPlugins.Simulators.BigQuery.Jobs;
using BackendPlugins.Simulators.BigQuery.Journal;

namespace BackendPlugins.Simulators.BigQuery.Books;

/// <summary>
/// The one place where jobs and their counts change. Every change is a journal entry: it is written, then applied, and after a restart applied
/// again by the same code. Jobs that are to appear later are settled when somebody looks, so nothing runs between calls.
/// </summary>
internal sealed class JobLedger : IDisposable
{
    private readonly Lock _gate = new();
    private readonly JobShelf _shelf = new();
    private readonly Dictionary<JobKey, JobTally> _tallies = [];
    private readonly List<JobTally> _tallyOrder = [];
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _calls = new(StringComparer.Ordinal);
    private readonly PriorityQueue<JournalEntry, long> _late = new();
    private readonly TimeProvider _time;
    private readonly int _seed;
    private readonly JobJournal? _journal;
    private int _minted;

    /// <summary>Opens the journal, if any, and reads it back.</summary>
    public JobLedger(BigQuerySimulatorOptions options, TimeProvider time)
    {
        (_time, _seed) = (time, options.Seed);
        ResetCalls();
        _journal = options.Journal is { Length: > 0 } path ? JobJournal.Open(path, Replay) : null;
    }

    public long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

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
            while (_named.Contains(id));
            return id;
        }
    }

    /// <summary>Makes the job, or tells of the one that is there already.</summary>
    public (SimulatedJob Job, bool Created) Insert(JobKey key, JobConfiguration configuration, JobPlan plan)
    {
        lock (_gate)
        {
            var now = Settle();
            if (_shelf.TryGet(key, out var existing))
            {
                Record(Entry(JournalEvent.Conflict, key, now));
                return (existing, false);
            }

            Record(Entry(JournalEvent.Insert, key, now) with { Plan = plan, Configuration = Text(configuration) }, configuration);
            return (_tallies[key].Job!, true);
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
            _calls[method] = _calls.GetValueOrDefault(method) + 1;
            if (jobId is null || Candidates(projectId, location, jobId).Select(key => _tallies.GetValueOrDefault(key)).FirstOrDefault(found => found is not null) is not { } tally)
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
                .Select(key => _shelf.TryGet(key, out var job) && job.ExistsAt(now) ? job : null)
                .FirstOrDefault(job => job is not null);
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
            return read(_shelf.NewestFirst(projectId, beforeSequence), now);
        }
    }

    public SimulatorBooks ReadBooks()
    {
        lock (_gate)
        {
            var now = Settle();
            return new(new Dictionary<string, long>(_calls), _tallyOrder.ConvertAll(tally => tally.ToBook(now)));
        }
    }

    /// <summary>The books of one id, in every project and location where it was named.</summary>
    public IReadOnlyList<JobBook> FindBooks(string jobId)
    {
        lock (_gate)
        {
            var now = Settle();
            return [.. _tallyOrder.Where(tally => tally.Key.JobId == jobId).Select(tally => tally.ToBook(now))];
        }
    }

    /// <summary>Forgets every job, count and journal line.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _journal?.Clear();
            _shelf.Clear();
            _tallies.Clear();
            _tallyOrder.Clear();
            _named.Clear();
            _late.Clear();
            _minted = 0;
            ResetCalls();
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

    private static JobConfiguration Parse(string document) =>
        ConfigurationRules.ToConfiguration(JsonNode.Parse(document)!.AsObject()) with { Document = Encoding.UTF8.GetBytes(document) };

    private void Record(JournalEntry entry, JobConfiguration? configuration = null)
    {
        _journal?.Append(entry);
        Apply(entry, configuration);
    }

    private void Replay(JournalEntry entry)
    {
        Settle(entry.At);
        if (entry.Event is JournalEvent.Cancel)
        {
            _calls[ApiMethods.Cancel]++;
            if (_tallies.TryGetValue(entry.Key, out var tally))
            {
                tally.Cancels++;
            }
        }
        else if (entry.Event is not JournalEvent.Delete)
        {
            _calls[ApiMethods.Insert]++;
        }

        Apply(entry, null);
    }

    private void Apply(JournalEntry entry, JobConfiguration? configuration)
    {
        switch (entry.Event)
        {
            case JournalEvent.Insert:
                Tally(entry.Key).InsertCalls++;
                Create(entry.Key, entry.At, configuration ?? Parse(entry.Configuration!), entry.Plan!);
                break;
            case JournalEvent.Late:
                Tally(entry.Key).InsertCalls++;
                _late.Enqueue(entry, entry.CommitAt!.Value);
                break;
            case JournalEvent.Conflict:
                Tally(entry.Key).InsertCalls++;
                Tally(entry.Key).Conflicts++;
                break;
            case JournalEvent.Refused:
                Tally(entry.Key).InsertCalls++;
                break;
            case JournalEvent.Cancel when _shelf.TryGet(entry.Key, out var job):
                job.RequestCancel(entry.At);
                break;
            case JournalEvent.Delete when _shelf.TryGet(entry.Key, out var job):
                _shelf.Remove(job);
                break;
        }
    }

    private long Settle() => Settle(Now);

    /// <summary>Brings out the late jobs whose time has come.</summary>
    private long Settle(long now)
    {
        while (_late.TryPeek(out var entry, out var commitAt) && commitAt <= now)
        {
            _late.Dequeue();
            if (!_shelf.Contains(entry.Key))
            {
                Create(entry.Key, commitAt, Parse(entry.Configuration!), entry.Plan!);
            }
        }

        return now;
    }

    private void Create(JobKey key, long createdAt, JobConfiguration configuration, JobPlan plan)
    {
        var tally = Tally(key);
        tally.Inserts++;
        tally.Job = _shelf.Add(key, createdAt, configuration, plan);
    }

    private JobTally Tally(JobKey key)
    {
        if (!_tallies.TryGetValue(key, out var tally))
        {
            _tallies[key] = tally = new(key);
            _tallyOrder.Add(tally);
            _named.Add(key.JobId);
        }

        return tally;
    }

    private void ResetCalls()
    {
        foreach (var method in ApiMethods.All)
        {
            _calls[method] = 0;
        }
    }
}
