using BackendPlugins.Contracts;
using BackendPlugins.Grains.Rest;

namespace BackendPlugins.Grains;

/// <summary>How askers are spared what they have: those of this process the call, others the snapshot.</summary>
internal sealed partial class JobGrain
{
    /// <summary>How the job stands for others; null before it is read, and for a key that nobody has created.</summary>
    private JobFace? _face;

    private bool _hidden;

    private void Face(JobFace face)
    {
        _face = face;
        _watched?.Tell(face);
        if (!_hidden)
        {
            services.Local.Show(GrainContext.GrainId.Key, face);
        }
    }

    private JobNews News(long revision) => _face is { } face && face.Revision == revision ? JobNews.Known : new JobNews(false, Snapshot());

    // Another activation of the job must not count through the same numbers: it begins elsewhere.
    private long NextRevision()
    {
        var next = _face is { Revision: var last } ? last + 1 : ((long)GrainContext.ActivationId.GetHashCode() << 32) ^ services.Time.GetUtcNow().Ticks;
        return next == 0 ? 1 : next;
    }

    /// <summary>Askers in this process are told nothing more: the next activation has the word.</summary>
    private void Hide()
    {
        _hidden = true;
        if (_face is { } face)
        {
            services.Local.Hide(GrainContext.GrainId.Key, face);
        }
    }
}
