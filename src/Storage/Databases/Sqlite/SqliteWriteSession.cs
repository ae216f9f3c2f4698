using Microsoft.Data.Sqlite;

namespace BackendPlugins.Storage.Sqlite;

/// <summary>Writes groups through statements that are prepared once per connection.</summary>
internal sealed class SqliteWriteSession : IJobWriteSession
{
    // Result codes that say something about one row and leave the transaction as it was.
    private const int TooBig = 18;
    private const int Constraint = 19;
    private const int Mismatch = 20;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _update;
    private readonly SqliteCommand _delete;
    private readonly SqliteCommand _forget;
    private readonly SqliteCommand _version;

    public SqliteWriteSession(SqliteConnection connection)
    {
        _connection = connection;
        string[] key = ["key"];
        string[] keyAndVersion = ["key", "version"];
        // IMMEDIATE takes the write lock before the first row, so that a busy file is met here and not half-way.
        _begin = Command("BEGIN IMMEDIATE", []);
        _commit = Command("COMMIT", []);
        _insert = Command(JobStatements.Insert, JobRow.Columns.Select(column => column.Name));
        _update = Command(JobStatements.Update, [.. keyAndVersion, .. JobStatements.Changing.Select(column => column.Name)]);
        _delete = Command(JobStatements.Delete, keyAndVersion);
        _forget = Command(JobStatements.Forget, ["ended_before", "limit"]);
        _version = Command(JobStatements.Version, key);
    }

    public ValueTask<ChangeResult[]> CommitAsync(IReadOnlyList<JobChange> group) => ValueTask.FromResult(Commit(group));

    // Closing rolls back what was not committed.
    public ValueTask DisposeAsync()
    {
        foreach (var command in (SqliteCommand[])[_begin, _commit, _insert, _update, _delete, _forget, _version])
        {
            command.Dispose();
        }

        _connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private ChangeResult[] Commit(IReadOnlyList<JobChange> group)
    {
        var results = new ChangeResult[group.Count];
        _begin.ExecuteNonQuery();
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Apply(group[i]);
        }

        try
        {
            _commit.ExecuteNonQuery();
        }
        catch (SqliteException failure)
        {
            // The commit frame may have reached the file: after a crash it would be replayed.
            throw new UnknownOutcomeException(failure);
        }

        return results;
    }

    private ChangeResult Apply(JobChange change)
    {
        try
        {
            return change switch
            {
                InsertJob insert => Insert(insert.Row),
                UpdateJob update => Update(update),
                DeleteJob delete => Delete(delete),
                ForgetJobs forget => Forget(forget),
                _ => throw new NotSupportedException($"Unknown change {change.GetType().Name}."),
            };
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is TooBig or Constraint or Mismatch)
        {
            return ChangeResult.Rejected(failure);
        }
    }

    private ChangeResult Insert(JobRow row)
    {
        Bind(_insert, row, JobRow.Columns);
        return _insert.ExecuteNonQuery() == 1 ? ChangeResult.Applied(JobStatements.FirstVersion) : ChangeResult.Conflict(StoredVersion(row.Key));
    }

    private ChangeResult Update(UpdateJob change)
    {
        Bind(_update, change.Row, JobStatements.Changing);
        _update.Parameters["@key"].Value = change.Row.Key;
        _update.Parameters["@version"].Value = change.Version;
        return _update.ExecuteNonQuery() == 1 ? ChangeResult.Applied(change.Version + 1) : ChangeResult.Conflict(StoredVersion(change.Row.Key));
    }

    private ChangeResult Delete(DeleteJob change)
    {
        _delete.Parameters["@key"].Value = change.Key;
        _delete.Parameters["@version"].Value = change.Version;
        if (_delete.ExecuteNonQuery() == 1)
        {
            return ChangeResult.Applied(0);
        }

        var stored = StoredVersion(change.Key);
        return stored == 0 ? ChangeResult.Applied(0) : ChangeResult.Conflict(stored);
    }

    private ChangeResult Forget(ForgetJobs change)
    {
        _forget.Parameters["@ended_before"].Value = change.EndedBefore;
        _forget.Parameters["@limit"].Value = change.Limit;
        return ChangeResult.Applied(_forget.ExecuteNonQuery());
    }

    private long StoredVersion(string key)
    {
        _version.Parameters["@key"].Value = key;
        return _version.ExecuteScalar() is long version ? version : 0;
    }

    private SqliteCommand Command(string sql, IEnumerable<string> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Add("@" + name, null);
        }

        command.Prepare();
        return command;
    }

    private static void Bind(SqliteCommand command, JobRow row, IReadOnlyList<JobColumn> columns)
    {
        foreach (var column in columns)
        {
            command.Parameters["@" + column.Name].Value = column.Value(row) ?? DBNull.Value;
        }
    }
}
