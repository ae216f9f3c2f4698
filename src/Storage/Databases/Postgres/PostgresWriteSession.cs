using System.Data;
using Npgsql;

namespace BackendPlugins.Storage.Postgres;

/// <summary>Writes a group in one round trip: its statements travel together and commit together.</summary>
internal sealed class PostgresWriteSession(NpgsqlDataSource source, NpgsqlConnection connection, TimeProvider time) : IJobWriteSession
{
    // A connection that has rested for longer is asked whether it still lives: to learn it from a write would leave the
    // write's outcome unknown.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private NpgsqlConnection _connection = connection;
    private long _used = time.GetTimestamp();

    public async ValueTask<ChangeResult[]> CommitAsync(IReadOnlyList<JobChange> group)
    {
        await ReviveAsync();
        var results = await WriteAsync(group);
        await AskForWinnersAsync(group, results);
        _used = time.GetTimestamp();
        return results;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<ChangeResult[]> WriteAsync(IReadOnlyList<JobChange> group)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ConfirmedAsync(PostgresGroup.ExecuteAsync(_connection, group));
            }
            catch (PostgresException failure) when (PostgresFaults.PassesBy(failure) && attempt == 1)
            {
            }
            catch (PostgresException failure) when (PostgresFaults.OfOneRow(failure))
            {
                return group.Count == 1 ? [ChangeResult.Rejected(failure)] : await WriteOneByOneAsync(group);
            }
        }
    }

    // One transaction all the same. Slow, and as rare as rows that a database refuses.
    private async Task<ChangeResult[]> WriteOneByOneAsync(IReadOnlyList<JobChange> group)
    {
        const string row = "one_row";
        var results = new ChangeResult[group.Count];
        await using var transaction = await _connection.BeginTransactionAsync();
        for (var i = 0; i < results.Length; i++)
        {
            await transaction.SaveAsync(row);
            try
            {
                results[i] = (await PostgresGroup.ExecuteAsync(_connection, [group[i]]))[0];
                await transaction.ReleaseAsync(row);
            }
            catch (PostgresException failure) when (PostgresFaults.OfOneRow(failure))
            {
                await transaction.RollbackAsync(row);
                results[i] = ChangeResult.Rejected(failure);
            }
        }

        await ConfirmedAsync(CommitAsync(transaction));
        return results;

        static async Task<bool> CommitAsync(NpgsqlTransaction transaction)
        {
            await transaction.CommitAsync();
            return true;
        }
    }

    // What breaks while a commit is on its way leaves its outcome unknown.
    private static async Task<T> ConfirmedAsync<T>(Task<T> commit)
    {
        try
        {
            return await commit;
        }
        catch (NpgsqlException failure) when (failure is not PostgresException error || !PostgresFaults.RolledBack(error))
        {
            throw new UnknownOutcomeException(failure);
        }
    }

    // The group is durable by now: whatever happens here takes nothing back.
    private async Task AskForWinnersAsync(IReadOnlyList<JobChange> group, ChangeResult[] results)
    {
        List<int> lost = [.. Enumerable.Range(0, results.Length).Where(i => results[i] is { Outcome: ChangeOutcome.Conflict, Number: ChangeResult.UnknownVersion })];
        if (lost.Count == 0)
        {
            return;
        }

        try
        {
            var versions = new Dictionary<string, long>();
            await using var batch = new NpgsqlBatch(_connection);
            batch.BatchCommands.Add(PostgresStatements.VersionsOf(lost.Select(i => group[i])));
            await using var reader = await batch.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                versions[reader.GetString(0)] = reader.GetInt64(1);
            }

            foreach (var i in lost)
            {
                results[i] = ChangeResult.Conflict(versions.GetValueOrDefault(group[i].Job!));
            }
        }
        catch (NpgsqlException)
        {
            // Who won is a word in a message. The connection is looked at before its next use.
            _used = 0;
        }
    }

    private async Task ReviveAsync()
    {
        if (_connection.State == ConnectionState.Open && time.GetElapsedTime(_used) < Rest)
        {
            return;
        }

        try
        {
            await using var question = new NpgsqlCommand("SELECT 1", _connection);
            await question.ExecuteScalarAsync();
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException)
        {
            await _connection.DisposeAsync();
            _connection = await source.OpenConnectionAsync();
        }
    }
}
