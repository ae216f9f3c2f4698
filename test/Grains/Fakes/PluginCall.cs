namespace BackendPlugins.Grains.Tests;

/// <summary>A call of the grain's to the service, waiting for the test's answer.</summary>
internal sealed class PluginCall(CallKind kind, PluginJob job, DateTimeOffset at, CancellationToken token)
{
    private readonly TaskCompletionSource<JobEvidence> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CallKind Kind { get; } = kind;

    public PluginJob Job { get; } = job;

    /// <summary>When it came, in virtual time.</summary>
    public DateTimeOffset At { get; } = at;

    public bool Abandoned => token.IsCancellationRequested;

    /// <summary>Ends when the caller gives up.</summary>
    public Task WhenAbandoned => _abandoned.Task;

    public void Answer(JobEvidence evidence) => _answer.TrySetResult(evidence);

    public void Fail(Exception exception) => _answer.TrySetException(exception);

    /// <summary>The answer; where the caller gives up first, that it did.</summary>
    public async Task<JobEvidence> AnswerAsync()
    {
        await using var giveUp = token.Register(() =>
        {
            _abandoned.TrySetResult();
            _answer.TrySetCanceled(token);
        });
        return await _answer.Task;
    }
}
