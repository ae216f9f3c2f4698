using System.Threading.Channels;

namespace BackendPlugins.Bench.Whole.Floor;

/// <summary>
/// One writer that commits whatever has queued up while its last commit ran: what a store can do for callers that each wait
/// for their row to be durable.
/// </summary>
internal sealed class GroupedInserts : IAsyncDisposable
{
    private const int MostInGroup = 500;

    private readonly Channel<(FloorRow Row, TaskCompletionSource Done)> _queue = Channel.CreateUnbounded<(FloorRow, TaskCompletionSource)>();
    private readonly Task _writer;

    /// <summary>Begins to write.</summary>
    /// <param name="write">Writes rows in one commit.</param>
    public GroupedInserts(Func<IReadOnlyList<FloorRow>, Task> write) => _writer = Task.Run(() => WriteAsync(write));

    /// <summary>Adds a row and waits until it is durable.</summary>
    public Task InsertAsync(FloorRow row)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Writer.TryWrite((row, done));
        return done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.Complete();
        await _writer;
    }

    private async Task WriteAsync(Func<IReadOnlyList<FloorRow>, Task> write)
    {
        var group = new List<(FloorRow Row, TaskCompletionSource Done)>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (group.Count < MostInGroup && _queue.Reader.TryRead(out var next))
            {
                group.Add(next);
            }

            await write(group.ConvertAll(item => item.Row));
            group.ForEach(item => item.Done.SetResult());
            group.Clear();
        }
    }
}
