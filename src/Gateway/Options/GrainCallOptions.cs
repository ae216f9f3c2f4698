using System.ComponentModel.DataAnnotations;

namespace BackendPlugins.Gateway;

/// <summary>How long the gateway tries to reach a job's grain. Section <c>Calls</c>.</summary>
public sealed class GrainCallOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Calls";

    /// <summary>
    /// Time that a call may take with all its tries, where the caller's deadline does not end it sooner. Default is 8 s:
    /// within the 10 s that Flyte waits.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:02:00")]
    public TimeSpan Budget { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>First pause between two tries; it doubles up to ten times itself. Default is 100 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan Pause { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How long a Get waits for the silo that watches the job before it is answered with what the store has: a silo that is
    /// frozen or cut off is declared dead only after many seconds. Default is 1 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Most ended jobs that the gateway keeps to answer without a silo, each a kilobyte or two. Default is 100,000; 0 keeps none.
    /// </summary>
    [Range(0, 10_000_000)]
    public int EndedCache { get; set; } = 100_000;

    /// <summary>How long it keeps one at most; must be shorter than the retention of jobs. Default is 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan EndedCacheTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Most jobs that go on of which the gateway keeps what it was last told, each two kilobytes or so. Their silos are asked
    /// all the same, but send the whole job only when it has changed. Default is 100,000; 0 keeps none.
    /// </summary>
    [Range(0, 10_000_000)]
    public int SeenCache { get; set; } = 100_000;

    /// <summary>How long it keeps one at most that nobody asks for. Default is 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SeenCacheTime { get; set; } = TimeSpan.FromMinutes(10);
}
