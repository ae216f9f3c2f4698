using BackendPlugins.Simulators.BigQuery.Jobs;

namespace BackendPlugins.Simulators.BigQuery.Books;

/// <summary>The running counts behind a <see cref="JobBook"/>; its owner holds the lock.</summary>
internal sealed class JobTally(JobKey key)
{
    public JobKey Key { get; } = key;

    public int InsertCalls { get; set; }

    public int Inserts { get; set; }

    public int Conflicts { get; set; }

    public int Gets { get; set; }

    public int Cancels { get; set; }

    /// <summary>The last job made under the key, kept here also after its metadata was deleted.</summary>
    public SimulatedJob? Job { get; set; }

    public JobBook ToBook(long now)
    {
        var moment = Job?.At(now);
        return new()
        {
            ProjectId = Key.ProjectId,
            Location = Key.Location,
            JobId = Key.JobId,
            InsertCalls = InsertCalls,
            Inserts = Inserts,
            Conflicts = Conflicts,
            Gets = Gets,
            Cancels = Cancels,
            State = moment?.State,
            ErrorReason = moment?.Error?.Reason,
            CreationTime = Job?.CreatedAt,
            StartTime = moment?.StartTime,
            EndTime = moment?.EndTime,
            Labels = Job?.Configuration.Labels ?? new Dictionary<string, string>(),
            Query = Job?.Configuration.Query,
        };
    }
}
