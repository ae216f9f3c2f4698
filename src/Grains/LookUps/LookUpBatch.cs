namespace BackendPlugins.Grains.LookUps;

/// <summary>A question that waits for its answer.</summary>
/// <param name="question">The question.</param>
internal sealed class LookUpBatch(LookUpQuestion question)
{
    private readonly TaskCompletionSource<LookUpAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, byte[]> _entries = [];

    public LookUpQuestion Question => question;

    public Task<LookUpAnswer> Answer => _answer.Task;

    /// <summary>Takes an entry, and answers when nothing is missing.</summary>
    public void Take(string handle, byte[] entry)
    {
        // What has been answered is on its way to another silo.
        if (!_answer.Task.IsCompleted)
        {
            _entries[handle] = entry;
            if (_entries.Count == question.Asks.Count)
            {
                End();
            }
        }
    }

    /// <summary>Answers with what there is.</summary>
    public void End() => _answer.TrySetResult(new LookUpAnswer(_entries));
}
