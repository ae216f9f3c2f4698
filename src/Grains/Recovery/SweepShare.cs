namespace BackendPlugins.Grains.Recovery;

/// <summary>
/// The part of all jobs that one silo looks after: those whose number falls to its place among the silos. Silos that see
/// different members for a moment leave some to nobody or ask some twice; the sweep after the change finds them.
/// </summary>
/// <param name="Place">The silo's place, from 0.</param>
/// <param name="Silos">How many silos there are.</param>
internal readonly record struct SweepShare(int Place, int Silos)
{
    /// <summary>The share of a silo; everything where it does not see itself.</summary>
    public static SweepShare Of(SiloAddress self, IEnumerable<SiloAddress> active)
    {
        var members = active.Order().ToList();
        var place = members.IndexOf(self);
        return place < 0 ? new SweepShare(0, 1) : new SweepShare(place, members.Count);
    }

    /// <summary>Whether a job is this silo's to look after; the same on every silo, whatever the process.</summary>
    public bool Has(string key)
    {
        // FNV-1a.
        var number = 2166136261u;
        foreach (var character in key)
        {
            number = (number ^ character) * 16777619u;
        }

        return number % (uint)Silos == (uint)Place;
    }
}
