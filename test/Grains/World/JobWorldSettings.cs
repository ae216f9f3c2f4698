using BackendPlugins.Grains.Recovery;
using BackendPlugins.Grains.Scheduling;

namespace BackendPlugins.Grains.Tests;

/// <summary>How a <see cref="JobWorld"/> differs from the usual one.</summary>
internal sealed class JobWorldSettings
{
    public short Silos { get; set; } = 1;

    /// <summary>A service with a list, in the place of the scripted one; null for that.</summary>
    public ListingPlugin? Listing { get; set; }

    public bool AcceptsJobId { get; set; } = true;

    /// <summary>The store; one that an earlier world has left behind makes a restart.</summary>
    public FaultyStore Store { get; set; } = new();

    public VirtualClock Clock { get; set; } = new();

    public Action<PollingOptions> Polling { get; set; } = _ => { };

    public Action<RecoveryOptions> Recovery { get; set; } = _ => { };
}
