using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Watch;

/// <summary>What operators want to know of the jobs that a silo watches.</summary>
internal sealed class WatchSummary
{
    private static readonly JobPhase[] Unfinished = [.. Enum.GetValues<JobPhase>().Where(phase => !phase.IsEnd())];

    private readonly Dictionary<(string Plugin, JobPhase Phase), int> _phases = [];
    private readonly Dictionary<string, PluginSum> _plugins = [];

    /// <param name="plugins">Plugins that are told of even where they have no job.</param>
    public WatchSummary(IEnumerable<string> plugins)
    {
        foreach (var plugin in plugins)
        {
            _plugins[plugin] = new PluginSum();
            foreach (var phase in Unfinished)
            {
                _phases[(plugin, phase)] = 0;
            }
        }
    }

    /// <summary>How many jobs stand where.</summary>
    public IReadOnlyDictionary<(string Plugin, JobPhase Phase), int> Phases => _phases;

    /// <summary>What stands out, by plugin.</summary>
    public IReadOnlyDictionary<string, PluginSum> Plugins => _plugins;

    /// <summary>How late the look is that is most overdue; zero where none is.</summary>
    public TimeSpan Overdue { get; private set; }

    /// <summary>Adds a job.</summary>
    /// <param name="watched">The job.</param>
    /// <param name="now">The instant of the summary.</param>
    public void Count(WatchedJob watched, DateTimeOffset now)
    {
        var job = watched.Job;
        var place = (job.Plugin, job.Phase);
        _phases[place] = _phases.GetValueOrDefault(place) + 1;
        Overdue = Longer(Overdue, now - watched.Due);
        if (!_plugins.TryGetValue(job.Plugin, out var sum))
        {
            _plugins[job.Plugin] = sum = new PluginSum();
        }

        sum.InTrouble += job.Trouble is null ? 0 : 1;
        if (job is { Cancel: { } cancel, HasEnded: false })
        {
            sum.Cancels++;
            sum.OldestCancel = Longer(sum.OldestCancel, now - cancel.RequestedAt);
        }

        if (job is { Stage: JobStage.Accepted or JobStage.Submitting, Cancel: null })
        {
            sum.OldestSubmit = Longer(sum.OldestSubmit, now - job.CreatedAt);
        }
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => other > one ? other : one;

    /// <summary>The jobs of one plugin.</summary>
    internal sealed class PluginSum
    {
        /// <summary>Jobs whose last call gave no evidence.</summary>
        public int InTrouble { get; set; }

        /// <summary>Jobs to be cancelled whose end the service has not confirmed.</summary>
        public int Cancels { get; set; }

        /// <summary>How long ago the oldest of them was asked for.</summary>
        public TimeSpan OldestCancel { get; set; }

        /// <summary>How long ago the oldest job was accepted that the service has not confirmed.</summary>
        public TimeSpan OldestSubmit { get; set; }
    }
}
