using System.Collections.Concurrent;
using System.Threading.Channels;

namespace BackendPlugins.Grains.Tests;

/// <summary>A plugin whose every answer is the test's: at once through <see cref="Auto"/>, or call by call through <see cref="NextAsync"/>.</summary>
internal sealed class ScriptedPlugin(TimeProvider time, PluginDescription description) : IBackendPlugin
{
    private readonly ConcurrentQueue<PluginCall> _history = new();
    private readonly Dictionary<CallKind, Channel<PluginCall>> _waiting =
        Enum.GetValues<CallKind>().ToDictionary(kind => kind, _ => Channel.CreateUnbounded<PluginCall>());

    public PluginDescription Description { get; } = description;

    /// <summary>Answers a call at once, or throws; null leaves the call to the test.</summary>
    public Func<PluginCall, JobEvidence?> Auto { get; set; } = _ => null;

    public Func<TaskRequest, JobName, ExternalJob> Planner { get; set; } =
        (_, name) => new ExternalJob(name.Format(120), new Dictionary<string, string> { ["project"] = "p" });

    public Func<ReadOnlyMemory<byte>, ExternalJob?> Adopter { get; set; } = _ => new ExternalJob("theirs", new Dictionary<string, string> { ["project"] = "p" });

    /// <summary>Every call so far, oldest first.</summary>
    public IReadOnlyList<PluginCall> History => [.. _history];

    public IEnumerable<PluginCall> All(CallKind kind) => _history.Where(call => call.Kind == kind);

    public int Count(CallKind kind) => All(kind).Count();

    /// <summary>The next call of a kind that <see cref="Auto"/> left to the test.</summary>
    public Task<PluginCall> NextAsync(CallKind kind) => _waiting[kind].Reader.ReadAsync().AsTask();

    public ExternalJob Plan(TaskRequest task, JobName name) => Planner(task, name);

    public ExternalJob? Adopt(ReadOnlyMemory<byte> resourceMeta) => Adopter(resourceMeta);

    public Task<JobEvidence> SubmitAsync(PluginJob job, CancellationToken cancellationToken) => CallAsync(CallKind.Submit, job, cancellationToken);

    public Task<JobEvidence> LookUpAsync(PluginJob job, CancellationToken cancellationToken) => CallAsync(CallKind.LookUp, job, cancellationToken);

    public Task<JobEvidence> CancelAsync(PluginJob job, CancellationToken cancellationToken) => CallAsync(CallKind.Cancel, job, cancellationToken);

    private async Task<JobEvidence> CallAsync(CallKind kind, PluginJob job, CancellationToken token)
    {
        var call = new PluginCall(kind, job, time.GetUtcNow(), token);
        _history.Enqueue(call);
        if (Auto(call) is { } evidence)
        {
            return evidence;
        }

        await _waiting[kind].Writer.WriteAsync(call, CancellationToken.None);
        return await call.AnswerAsync();
    }
}
