using System.Data;
using System.Data.Common;
using System.Threading.Channels;
using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Storage;

/// <summary>Some readers of one queue, each with a connection of its own.</summary>
internal sealed class ReadLane : IDisposable
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    private readonly IJobDatabase _database;
    private readonly int _maximumQueue;
    private readonly Channel<ReadRequest> _queue;
    private readonly Lane[] _lanes;

    public ReadLane(IJobDatabase database, string name, int connections, int maximumQueue)
    {
        _database = database;
        _maximumQueue = maximumQueue;
        _queue = Channel.CreateBounded<ReadRequest>(maximumQueue);
        _lanes = [.. Enumerable.Range(0, connections).Select(number => new Lane($"{name} {number}", database.Blocks, ServeAsync))];
    }

    /// <summary>Queues a question and waits for its answer.</summary>
    /// <param name="read">Asks it; may be called twice.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="JobStoreUnavailableException">There is no answer.</exception>
    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new ReadRequest<T>(read, cancellationToken);
        if (_queue.Writer.TryWrite(request))
        {
            return request.WaitAsync();
        }

        throw new JobStoreUnavailableException(_queue.Reader.Completion.IsCompleted || _queue.Reader.Count < _maximumQueue
            ? "The job store is closed."
            : $"{_maximumQueue} reads already wait for the {_database.Description}.");
    }

    /// <summary>Answers what is queued, then closes the connections.</summary>
    public void Dispose()
    {
        _queue.Writer.TryComplete();
        foreach (var lane in _lanes)
        {
            lane.Join(DrainTime);
        }
    }

    private async Task ServeAsync()
    {
        DbConnection? connection = null;
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (_queue.Reader.TryRead(out var request))
            {
                if (!request.Abandoned)
                {
                    connection = await ServeAsync(request, connection);
                }
            }
        }

        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }

    // Returns the connection to go on with; null where it is of no further use.
    private async Task<DbConnection?> ServeAsync(ReadRequest request, DbConnection? connection)
    {
        if (connection is not null)
        {
            try
            {
                await request.AnswerAsync(connection);
                return connection;
            }
            catch (Exception failure) when (failure is DbException || connection.State != ConnectionState.Open)
            {
                // It may have died since its last use; a fresh one decides.
                await connection.DisposeAsync();
            }
            catch (Exception failure)
            {
                request.Fail(Unavailable(failure));
                return connection;
            }
        }

        DbConnection? fresh = null;
        try
        {
            fresh = await _database.OpenReaderAsync();
            await request.AnswerAsync(fresh);
            return fresh;
        }
        catch (Exception failure)
        {
            // Whatever it is, it must reach the caller and not end the lane.
            request.Fail(Unavailable(failure));
            if (fresh is not null)
            {
                await fresh.DisposeAsync();
            }

            return null;
        }
    }

    private JobStoreUnavailableException Unavailable(Exception cause) =>
        new($"The {_database.Description} could not be read: {cause.Message}", cause);
}
