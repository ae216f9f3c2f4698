using System.Collections.Concurrent;

namespace BackendPlugins.Dashboard.Live;

/// <summary>
/// Answers that are the same for everybody who asks the same thing within a moment: a hundred people who look at one list cost
/// the store one question.
/// </summary>
internal sealed class SharedAnswers(TimeProvider time)
{
    private const int Most = 1_000;

    private readonly ConcurrentDictionary<object, Entry> _entries = new();

    /// <summary>The answer to a question, asked at most once in a while.</summary>
    /// <param name="question">What tells it apart; compared by value.</param>
    /// <param name="freshness">How old an answer may be.</param>
    /// <param name="ask">Asks it.</param>
    public Task<T> GetAsync<T>(object question, TimeSpan freshness, Func<Task<T>> ask)
    {
        if (_entries.Count > Most)
        {
            _entries.Clear();
        }

        while (true)
        {
            if (_entries.TryGetValue(question, out var known) && time.GetElapsedTime(known.At) < freshness && !known.Answer.IsFaulted && !known.Answer.IsCanceled)
            {
                return (Task<T>)known.Answer;
            }

            var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            var entry = new Entry(time.GetTimestamp(), answer.Task);
            if (known is null ? _entries.TryAdd(question, entry) : _entries.TryUpdate(question, entry, known))
            {
                return AskAsync(answer, ask);
            }
        }
    }

    private static async Task<T> AskAsync<T>(TaskCompletionSource<T> answer, Func<Task<T>> ask)
    {
        try
        {
            answer.SetResult(await ask());
        }
        catch (Exception exception)
        {
            answer.SetException(exception);
        }

        return await answer.Task;
    }

    private sealed record Entry(long At, Task Answer);
}
