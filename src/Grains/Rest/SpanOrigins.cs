using System.Diagnostics;

namespace BackendPlugins.Grains.Rest;

/// <summary>The traces that asked for a job's work.</summary>
internal sealed class SpanOrigins
{
    /// <summary>Who asked for the submit.</summary>
    public ActivityContext Create { get; set; }

    /// <summary>Who asked for the cancel.</summary>
    public ActivityContext Cancel { get; set; }
}
