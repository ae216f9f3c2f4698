using System.Text;
using System.Text.Json.Nodes;
using BackendPlugins.Simulators.BigQuery.Api;
using BackendPlugins.Simulators.BigQuery.Catalog;
using BackendPlugins.Simulators.BigQuery.Jobs;
using BackendPlugins.Simulators.BigQuery.Journal;
using BackendPlugins.Simulators.BigQuery.Rows;

namespace BackendPlugins.Simulators.BigQuery.Books;

/// <summary>The jobs and counts that a row of journal entries adds up to. Not thread-safe: its owner holds the lock.</summary>
internal sealed class LedgerState(bool requireDatasets)
{
    private readonly PriorityQueue<JournalEntry, long> _late = new();
    private readonly PriorityQueue<SimulatedJob, long> _writing = new();

    public JobShelf Jobs { get; } = new();

    public Tallies Tallies { get; } = new();

    public DataCatalog Data { get; } = new(requireDatasets);

    /// <summary>Applies an entry of an earlier life, with the calls it stands for.</summary>
    public void Replay(JournalEntry entry)
    {
        Settle(entry.At);
        if (entry.Event is JournalEvent.Cancel)
        {
            Tallies.CountCall(ApiMethods.Cancel);
            if (Tallies.Find(entry.Key) is { } tally)
            {
                tally.Cancels++;
            }
        }
        else if (entry.Event is JournalEvent.Insert or JournalEvent.Late or JournalEvent.Conflict or JournalEvent.Refused)
        {
            Tallies.CountCall(entry.Method ?? ApiMethods.Insert);
        }

        Apply(entry);
    }

    /// <summary>Applies what has just been written to the journal.</summary>
    /// <param name="entry">What happened.</param>
    /// <param name="configuration">The entry's configuration when it is at hand; null reads it from the entry.</param>
    public void Apply(JournalEntry entry, JobConfiguration? configuration = null)
    {
        switch (entry.Event)
        {
            case JournalEvent.Insert:
                Tallies.Of(entry.Key).InsertCalls++;
                Create(entry.Key, entry.At, configuration ?? Parse(entry.Configuration!), entry.Plan!);
                break;
            case JournalEvent.Late:
                Tallies.Of(entry.Key).InsertCalls++;
                _late.Enqueue(entry, entry.CommitAt!.Value);
                break;
            case JournalEvent.Conflict:
                Tallies.Of(entry.Key).InsertCalls++;
                Tallies.Of(entry.Key).Conflicts++;
                break;
            case JournalEvent.Refused:
                Tallies.Of(entry.Key).InsertCalls++;
                break;
            case JournalEvent.Cancel when Jobs.TryGet(entry.Key, out var job):
                job.RequestCancel(entry.At);
                break;
            case JournalEvent.Delete when Jobs.TryGet(entry.Key, out var job):
                Jobs.Remove(job);
                break;
            case JournalEvent.DatasetInsert:
                Data.AddDataset(entry.ProjectId, entry.DatasetId!, entry.Location, entry.At, JsonNode.Parse(entry.Configuration!)!.AsObject());
                break;
            case JournalEvent.DatasetDelete:
                Data.RemoveDataset(entry.ProjectId, entry.DatasetId!);
                break;
            case JournalEvent.TableInsert:
                Data.AddTable(entry.Table, entry.At, JsonNode.Parse(entry.Configuration!)!.AsObject());
                break;
            case JournalEvent.TableDelete:
                Data.RemoveTable(entry.Table);
                break;
        }
    }

    /// <summary>Brings out the late jobs whose time has come, and writes the rows of the jobs that have ended, in the order of their ends.</summary>
    public void Settle(long now)
    {
        while (_late.TryPeek(out var entry, out var commitAt) && commitAt <= now)
        {
            _late.Dequeue();
            if (!Jobs.Contains(entry.Key))
            {
                Create(entry.Key, commitAt, Parse(entry.Configuration!), entry.Plan!);
            }
        }

        while (_writing.TryPeek(out var job, out var end) && end <= now)
        {
            _writing.Dequeue();
            if (job.At(now).Error is null && Destination.Of(job.Configuration.Document) is { } destination)
            {
                job.WriteProblem = Data.Write(destination, job.Key.Location, JobRows.Of(job), end);
            }
        }
    }

    public void Clear()
    {
        Data.Clear();
        _writing.Clear();
        Jobs.Clear();
        Tallies.Clear();
        _late.Clear();
    }

    private void Create(JobKey key, long createdAt, JobConfiguration configuration, JobPlan plan)
    {
        var tally = Tallies.Of(key);
        tally.Inserts++;
        var job = tally.Job = Jobs.Add(key, createdAt, configuration, plan);
        foreach (var writer in job.Children.Count > 0 ? job.Children : [job])
        {
            if (writer.Plan.FailReason is null && writer.Plan.StatementType is StatementTypes.Select or StatementTypes.CreateTableAsSelect)
            {
                _writing.Enqueue(writer, writer.PlannedEnd);
            }
        }
    }

    private static JobConfiguration Parse(string document) =>
        ConfigurationRules.ToConfiguration(JsonNode.Parse(document)!.AsObject()) with { Document = Encoding.UTF8.GetBytes(document), Parameters = null };
}
