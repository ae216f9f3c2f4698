using System.ComponentModel.DataAnnotations;
using Orleans.Configuration;

namespace BackendPlugins.Silo.Limits;

/// <summary>What a silo does before it is overrun. Section <c>Silo:Limits</c>.</summary>
public sealed class SiloLimitOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Silo:Limits";

    /// <summary>
    /// Share of the memory, in percent, from which on the silo refuses calls of gateways, which then try again elsewhere or
    /// later. Default is 90.
    /// </summary>
    [Range(1, 100)]
    public int RefuseAtMemory { get; set; } = 90;

    /// <summary>
    /// Share of the CPU, in percent, from which on the silo refuses calls of gateways. Default is 100, which never refuses: a
    /// call costs less than its repeats, and the work that fills a CPU is over in seconds.
    /// </summary>
    [Range(1, 100)]
    public int RefuseAtCpu { get; set; } = 100;

    /// <summary>
    /// Share of the memory, in percent, from which on jobs leave memory, the longest idle first, until a little less is used.
    /// The next sweep over unfinished jobs brings them back, to a silo that has room. Default is 85; 0 keeps them.
    /// </summary>
    [Range(0, 100)]
    public int ShedAtMemory { get; set; } = 85;

    /// <summary>Most calls that wait for one grain; one more is refused. Default is 200.</summary>
    [Range(1, 100_000)]
    public int WaitingCallsPerGrain { get; set; } = 200;

    /// <summary>How long a call between silos may take. Default is 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(20);

    internal void ApplyTo(LoadSheddingOptions orleans)
    {
        orleans.LoadSheddingEnabled = true;
        orleans.CpuThreshold = RefuseAtCpu;
        orleans.MemoryThreshold = RefuseAtMemory;
    }

    internal void ApplyTo(GrainCollectionOptions orleans)
    {
        orleans.EnableActivationSheddingOnMemoryPressure = ShedAtMemory > 0;
        if (ShedAtMemory > 0)
        {
            orleans.MemoryUsageLimitPercentage = ShedAtMemory;
            orleans.MemoryUsageTargetPercentage = ShedAtMemory * 0.95;
        }
    }

    internal void ApplyTo(SiloMessagingOptions orleans)
    {
        orleans.ResponseTimeout = ResponseTimeout;
        orleans.CancelRequestOnTimeout = true;
        orleans.MaxEnqueuedRequestsHardLimit = WaitingCallsPerGrain;

        // Whoever calls a job tries again by itself, and knows for how long; so it hears soon that no silo can hold the job.
        orleans.PlacementMaxRetries = 1;
    }
}
