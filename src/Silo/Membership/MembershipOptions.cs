using System.ComponentModel.DataAnnotations;
using Orleans.Configuration;

namespace BackendPlugins.Silo.Membership;

/// <summary>
/// How soon silos notice that one of them is gone. Section <c>Clustering</c>. A killed process is missed within 2 seconds, where
/// Orleans' own settings take 7 to 30. One that is only slow has longer: Orleans stretches the time by what it sees, and waits up
/// to four times as long for a silo whose connection still stands, which is also how long a machine that vanishes without a word
/// is waited for.
/// </summary>
public sealed class MembershipOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Clustering";

    /// <summary>How long a silo waits for another's sign of life; also the time between two questions. Default is 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>After so many unanswered questions a silo votes that the other is dead. Default is 2.</summary>
    [Range(1, 20)]
    public int MissedProbes { get; set; } = 2;

    /// <summary>
    /// How often a silo reads the table of members, beside what silos tell each other at once. Default is 15 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan TableRefresh { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How often a silo writes into the table that it lives. One that has missed three times keeps no other from joining: after
    /// the loss of all silos at once, new ones on other addresses wait for as long. Default is 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan AliveInterval { get; set; } = TimeSpan.FromSeconds(5);

    internal void ApplyTo(ClusterMembershipOptions orleans)
    {
        orleans.ProbeTimeout = ProbeTimeout;
        orleans.NumMissedProbesLimit = MissedProbes;
        orleans.TableRefreshTimeout = TableRefresh;
        orleans.IAmAliveTablePublishTimeout = AliveInterval;
    }
}
