using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Budgets;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Contracts.Operations;
using BackendPlugins.Dashboard.Problems;

namespace BackendPlugins.Dashboard.Live;

/// <summary>What was last read of the cluster. A part that could not be read keeps what it was, and says since when.</summary>
/// <param name="At">When it was read.</param>
public sealed record ClusterNow(DateTimeOffset At)
{
    /// <summary>Jobs per phase.</summary>
    public Reading<IReadOnlyDictionary<JobPhase, long>> Counts { get; init; } = new();

    /// <summary>The last hour, a slice a minute.</summary>
    public Reading<JobActivity> LastHour { get; init; } = new();

    /// <summary>The last minute, in slices of five seconds.</summary>
    public Reading<JobActivity> LastMinute { get; init; } = new();

    /// <summary>Jobs that their service has not confirmed.</summary>
    public Reading<UnsubmittedJobs> Unsubmitted { get; init; } = new();

    /// <summary>The silos, those that work first.</summary>
    public Reading<IReadOnlyList<SiloView>> Silos { get; init; } = new();

    /// <summary>Calls to services.</summary>
    public Reading<BudgetBoard> Budgets { get; init; } = new();

    /// <summary>What keeps the pages from being true: the first problem of a part that everything else rests on; null for none.</summary>
    public Problem? Problem => Silos.Problem ?? Counts.Problem;

    /// <summary>What the silos that answered say of themselves.</summary>
    public IEnumerable<SiloReport> Reports => (Silos.Value ?? []).Select(silo => silo.Report).OfType<SiloReport>();

    /// <summary>The age that a share of the watched jobs does not exceed; null where nothing is watched.</summary>
    /// <param name="share">From 0 to 1.</param>
    public TimeSpan? Age(double share)
    {
        var sum = new long[StateAges.Bounds.Count + 1];
        foreach (var report in Reports)
        {
            for (var place = 0; place < Math.Min(sum.Length, report.Ages.Count); place++)
            {
                sum[place] += report.Ages[place];
            }
        }

        return sum.Any(count => count > 0) ? StateAges.Quantile(sum, share) : null;
    }
}

/// <summary>A part that is read from the cluster.</summary>
/// <typeparam name="T">What is read.</typeparam>
/// <param name="Value">What was last read; null for nothing yet.</param>
/// <param name="At">When.</param>
/// <param name="Problem">Why it could not be read again; null where it could.</param>
public sealed record Reading<T>(T? Value = null, DateTimeOffset At = default, Problem? Problem = null)
    where T : class;

/// <summary>A silo as its cluster sees it and as it sees itself.</summary>
public sealed record SiloView
{
    /// <summary>Its address, parsable.</summary>
    public required string Address { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The machine.</summary>
    public required string Host { get; init; }

    /// <summary>What the members think of it.</summary>
    public required string Status { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it last wrote that it lives.</summary>
    public required DateTimeOffset AliveAt { get; init; }

    /// <summary>What it says of itself; null where it does not answer.</summary>
    public SiloReport? Report { get; init; }

    /// <summary>Grains in its memory; null where it does not say.</summary>
    public long? Activations { get; init; }

    /// <summary>Job grains among them.</summary>
    public long? Jobs { get; init; }

    /// <summary>Percent of a processor; null where it does not say.</summary>
    public double? Cpu { get; init; }

    /// <summary>Memory in bytes; null where it does not say.</summary>
    public long? Memory { get; init; }

    /// <summary>Percent of the memory that it may use; null where it does not say.</summary>
    public double? MemoryShare { get; init; }
}
