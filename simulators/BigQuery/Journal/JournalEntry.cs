using System.Text.Json.Serialization;
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

    public required string JobId { get; init; }

    /// <summary>For <see cref="JournalEvent.Late"/>: when the job appears, epoch milliseconds.</summary>
    public long? CommitAt { get; init; }

    /// <summary>For a new job: what will happen to it.</summary>
    public JobPlan? Plan { get; init; }

    /// <summary>For a new job: its configuration as echoed.</summary>
    public string? Configuration { get; init; }

    /// <summary>Whether an entry that makes a job holds all that the job needs.</summary>
    [JsonIgnore]
    public bool IsWhole => Event switch
    {
        JournalEvent.Insert => Plan is not null && Configuration is not null,
        JournalEvent.Late => Plan is not null && Configuration is not null && CommitAt is not null,
        _ => true,
    };

    [JsonIgnore]
    public JobKey Key => new(ProjectId, Location, JobId);
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
}
