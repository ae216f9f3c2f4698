using System.Text.Json.Serialization;
using BackendPlugins.Simulators.BigQuery.Catalog;
using BackendPlugins.Simulators.BigQuery.Jobs;

namespace BackendPlugins.Simulators.BigQuery.Journal;

/// <summary>One line of the journal: one change of the jobs or of an insert's count.</summary>
internal sealed record JournalEntry
{
    public required JournalEvent Event { get; init; }

    /// <summary>When it happened, epoch milliseconds.</summary>
    public required long At { get; init; }

    public required string ProjectId { get; init; }

    public required string Location { get; init; }

    /// <summary>Empty when the entry is about a dataset or table.</summary>
    public required string JobId { get; init; }

    /// <summary>The method that made the job when it was not insert.</summary>
    public string? Method { get; init; }

    public string? DatasetId { get; init; }

    public string? TableId { get; init; }

    /// <summary>For <see cref="JournalEvent.Late"/>: when the job appears, epoch milliseconds.</summary>
    public long? CommitAt { get; init; }

    /// <summary>For a new job: what will happen to it.</summary>
    public JobPlan? Plan { get; init; }

    /// <summary>For a new job: its configuration as echoed. For a new dataset or table: the resource as sent.</summary>
    public string? Configuration { get; init; }

    /// <summary>Whether an entry that makes a job holds all that the job needs.</summary>
    [JsonIgnore]
    public bool IsWhole => Event switch
    {
        JournalEvent.Insert => Plan is not null && Configuration is not null,
        JournalEvent.Late => Plan is not null && Configuration is not null && CommitAt is not null,
        JournalEvent.DatasetInsert => DatasetId is not null && Configuration is not null,
        JournalEvent.DatasetDelete => DatasetId is not null,
        JournalEvent.TableInsert => DatasetId is not null && TableId is not null && Configuration is not null,
        JournalEvent.TableDelete => DatasetId is not null && TableId is not null,
        _ => true,
    };

    [JsonIgnore]
    public JobKey Key => new(ProjectId, Location, JobId);

    /// <summary>The table of an entry about one.</summary>
    [JsonIgnore]
    public TableName Table => new(ProjectId, DatasetId!, TableId!);
}

/// <summary>What a journal line tells.</summary>
internal enum JournalEvent
{
    /// <summary>A job was made.</summary>
    [JsonStringEnumMemberName("insert")]
    Insert,

    /// <summary>A job will be made later, though the caller was told of a failure.</summary>
    [JsonStringEnumMemberName("late")]
    Late,

    /// <summary>An insert call met an existing job.</summary>
    [JsonStringEnumMemberName("conflict")]
    Conflict,

    /// <summary>An insert call made no job: refused, or broken by a fault.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>A job was asked to stop.</summary>
    [JsonStringEnumMemberName("cancel")]
    Cancel,

    /// <summary>A job's metadata was deleted.</summary>
    [JsonStringEnumMemberName("delete")]
    Delete,

    /// <summary>A dataset was made.</summary>
    [JsonStringEnumMemberName("dataset-insert")]
    DatasetInsert,

    /// <summary>A dataset was deleted with its tables.</summary>
    [JsonStringEnumMemberName("dataset-delete")]
    DatasetDelete,

    /// <summary>A table was made.</summary>
    [JsonStringEnumMemberName("table-insert")]
    TableInsert,

    /// <summary>A table was deleted.</summary>
    [JsonStringEnumMemberName("table-delete")]
    TableDelete,
}
