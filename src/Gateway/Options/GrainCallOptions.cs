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
}
