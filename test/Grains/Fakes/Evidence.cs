using System.Text.Json;

namespace BackendPlugins.Grains.Tests;

/// <summary>What services say.</summary>
internal static class Evidence
{
    public static ExternalJob External { get; } = new("job-1", new Dictionary<string, string> { ["project"] = "p" });

    public static JobError Error { get; } = new("invalidQuery", "Syntax error at [1:8]");

    public static JobSeen Seen(PluginCall call, ServicePhase phase) => Seen(call.Job.External, phase);

    public static JobSeen Seen(ExternalJob job, ServicePhase phase) => new(job, phase)
    {
        Message = $"the service says {phase}",
        Error = phase is ServicePhase.Failed or ServicePhase.RetryableFailed or ServicePhase.Cancelled ? Error : null,
    };

    public static JobSeen Pending(this PluginCall call) => Seen(call, ServicePhase.Pending);

    public static JobSeen Running(this PluginCall call) => Seen(call, ServicePhase.Running);

    public static JobSeen Succeeded(this PluginCall call) => Seen(call, ServicePhase.Succeeded);

    public static JobSeen Cancelled(this PluginCall call) => Seen(call, ServicePhase.Cancelled);

    public static JobMissing Missing { get; } = new("notFound: no such job");

    public static JobRefused Refused { get; } = new(Error);

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement.Clone();

    /// <summary>A call that may or may not have had its effect.</summary>
    public static ServiceUnavailableException Lost(string detail = "connection reset by peer") => new(detail);

    /// <summary>A call that certainly had none.</summary>
    public static ServiceUnavailableException Throttled(TimeSpan retryAfter) =>
        new("HTTP 429 rateLimitExceeded") { OutcomeUnknown = false, RetryAfter = retryAfter };
}
