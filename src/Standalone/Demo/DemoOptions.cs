using System.ComponentModel.DataAnnotations;

namespace BackendPlugins.Standalone.Demo;

/// <summary>The demo. Section <c>Demo</c>.</summary>
internal sealed class DemoOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Demo";

    /// <summary>Jobs to create; 0 just serves. Default 0.</summary>
    [Range(0, 1_000_000, ErrorMessage = "--demo must be a number of jobs between 0 and 1000000.")]
    public int Jobs { get; set; }

    /// <summary>Ends the process when every job has ended. Default false.</summary>
    public bool ExitWhenDone { get; set; }

    /// <summary>Calls in flight at once. Default 32.</summary>
    [Range(1, 1_000)]
    public int Parallelism { get; set; } = 32;
}
