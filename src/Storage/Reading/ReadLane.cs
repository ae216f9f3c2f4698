using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Storage;

/// <summary>
/// Some threads that read, each on a connection of its own: the drivers' calls block, and neither a grain's scheduler nor
/// the thread pool may wait for a disk.
/// </summary>
internal sealed class ReadLane : IDisposable
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    private readonly IJobDatabase _database;
    private readonly int _maximumQueue;
    private readonly BlockingCollection<ReadRequest> _queue;
    private readonly Thread[] _threads;

    public ReadLane(IJobDatabase database, string name, int threads, int maximumQueue)
    {
        _database = database;
        _maximumQueue = maximumQueue;
        _queue = new BlockingCollection<ReadRequest>(maximumQueue);
        _threads = [.. Enumerable.Range(0, threads).Select(number => Start($"{name} {number}"))];
    }

    /// <summary>Queues a question and waits for its answer.</summary>
    /// <param name="read">Asks it; may be called twice.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="JobStoreUnavailableException">There is no answer.</exception>
    public Task<T> ReadAsync<T>(Func<DbConnection, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new ReadRequest<T>(read, cancellationToken);
        try
        {
            return _queue.TryAdd(request)
                ? request.WaitAsync()
                : throw new JobStoreUnavailableException($"{_maximumQueue} reads already wait for the {_database.Description}.");
        }
        catch (InvalidOperationException closed)
        {
            throw new JobStoreUnavailableException("The job store is closed.", closed);
        }
    }

    /// <summary>Answers what is queued, then closes the connections.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        if (_threads.All(thread => thread.Join(DrainTime)))
        {
            _queue.Dispose();
        }
    }

    private Thread Start(string name)
    {
        var thread = new Thread(Serve) { IsBackground = true, Name = name };
        thread.Start();
        return thread;
    }

    private void Serve()
    {
        DbConnection? connection = null;
        foreach (var request in _queue.GetConsumingEnumerable())
        {
            if (!request.Abandoned)
            {
                connection = Serve(request, connection);
            }
        }

        connection?.Dispose();
    }

    // Returns the connection to go on with; null where it is of no further use.
    private DbConnection? Serve(ReadRequest request, DbConnection? connection)
    {
        if (connection is not null)
        {
            try
            {
                request.Answer(connection);
                return connection;
            }
            catch (Exception failure) when (failure is DbException || connection.State != ConnectionState.Open)
            {
                // It may have died since its last use; a fresh one decides.
                connection.Dispose();
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
            fresh = _database.OpenReader();
            request.Answer(fresh);
            return fresh;
        }
        catch (Exception failure)
        {
            // Whatever it is, it must reach the caller and not end the thread.
            request.Fail(Unavailable(failure));
            fresh?.Dispose();
            return null;
        }
    }

    private JobStoreUnavailableException Unavailable(Exception cause) =>
        new($"The {_database.Description} could not be read: {cause.Message}", cause);
}
