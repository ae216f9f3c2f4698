using System.Data.Common;

namespace BackendPlugins.Storage;

/// <summary>A question on its way to a reader.</summary>
internal abstract class ReadRequest
{
    /// <summary>Whether nobody waits for the answer any more.</summary>
    public abstract bool Abandoned { get; }

    /// <summary>Asks it; throws where the database fails, and then it may be asked again.</summary>
    public abstract Task AnswerAsync(DbConnection connection);

    public abstract void Fail(Exception cause);
}

/// <inheritdoc cref="ReadRequest"/>
internal sealed class ReadRequest<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellationToken) : ReadRequest
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override bool Abandoned => cancellationToken.IsCancellationRequested;

    public Task<T> WaitAsync() => _done.Task.WaitAsync(cancellationToken);

    public override async Task AnswerAsync(DbConnection connection) => _done.TrySetResult(await read(connection));

    public override void Fail(Exception cause) => _done.TrySetException(cause);
}
