using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Gateway.Tests.Cluster;

/// <summary>What the fake grain of one key answers, and what it was asked.</summary>
public sealed class FakeJob(JobKey key)
{
    public JobKey Key { get; } = key;

    public byte[] Meta => ResourceMeta.Write(Key);

    /// <summary>Null answers <see cref="CreateOutcome.Accepted"/>.</summary>
    public Func<CreateJob, CreateResult>? OnCreate { get; set; }

    public JobSnapshot? Snapshot { get; set; }

    /// <summary>The command to adopt it; null while there was none.</summary>
    public AdoptJob? Adoption { get; set; }

    /// <summary>Null answers <see cref="CreateOutcome.NotAdoptable"/>.</summary>
    public Func<AdoptJob, CreateResult>? OnAdopt { get; set; }

    public System.Collections.Concurrent.ConcurrentQueue<SecretBundle> Renewed { get; } = new();

    public IReadOnlyList<JobEdge> History { get; set; } = [];

    public IReadOnlyList<MetricSeries> Metrics { get; set; } = [];

    public IReadOnlyList<JobProgress> Progress { get; set; } = [];

    public DeleteOutcome Delete { get; set; } = DeleteOutcome.Promised;

    /// <summary>Runs before every answer; may throw or wait.</summary>
    public Func<Task>? Before { get; set; }

    /// <summary>What the store has; null where it gives no answer.</summary>
    public Func<JobSnapshot?>? Recall { get; set; }

    public Exception? ActivationFails { get; set; }

    public List<CreateJob> Created { get; } = [];

    public List<string> DeleteReasons { get; } = [];

    public int Calls { get; set; }

    /// <summary>The revisions that askers had.</summary>
    public List<long> Revisions { get; } = [];

    public JobDetails? Details => Snapshot is null
        ? null
        : new JobDetails(
            Snapshot,
            new JobIdentity(Key, Key.Value, 2),
            "BigQuery",
            Snapshot.CancelRequested ? new CancelIntent(Snapshot.CreatedAt, "asked") : null,
            new Dictionary<string, string> { ["project"] = "p" },
            History,
            Snapshot.ChangedAt.AddSeconds(30))
        {
            Metrics = Metrics,
            Progress = Progress,
        };
}
