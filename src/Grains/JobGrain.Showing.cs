using BackendPlugins.Contracts;

namespace BackendPlugins.Grains;

/// <summary>How askers are spared what they have: those of this process the call, others the snapshot.</summary>
internal sealed partial class JobGrain
{
    private ShownJob? _shownHere;
    private bool _hidden;
    private long _revision;

    private void ShowHere(JobSnapshot snapshot)
    {
        if (!_hidden)
        {
            _shownHere = new ShownJob(snapshot);
            services.Local.Show(Key, _shownHere);
        }
    }

    private JobNews News(long revision) => _snapshot is { } snapshot && snapshot.Revision == revision ? JobNews.Known : new JobNews(false, _snapshot);

    // Another activation of the job must not count through the same numbers: it begins elsewhere.
    private long NextRevision()
    {
        _revision = _revision == 0 ? ((long)GrainContext.ActivationId.GetHashCode() << 32) ^ services.Time.GetUtcNow().Ticks : _revision + 1;
        return _revision == 0 ? ++_revision : _revision;
    }

    /// <summary>Askers in this process are told nothing more: the next activation has the word.</summary>
    private void Hide()
    {
        _hidden = true;
        if (_shownHere is { } shown)
        {
            services.Local.Hide(Key, shown);
        }
    }
}
