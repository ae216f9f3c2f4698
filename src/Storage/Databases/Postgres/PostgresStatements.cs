using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace BackendPlugins.Storage.Postgres;

/// <summary>Statements over any number of rows: a column of all rows is one array, so their text is always the same.</summary>
internal static class PostgresStatements
{
    /// <summary>Adds rows; answers with the keys of those that were.</summary>
    private static readonly string InsertText =
        $"INSERT INTO job (version, {Names(JobRow.Columns)}) SELECT {JobStatements.FirstVersion}, * FROM unnest({Arrays(JobRow.Columns, 1)}) "
        + "ON CONFLICT (key) DO NOTHING RETURNING key";

    /// <summary>Changes rows; answers with the keys of those that were.</summary>
    private static readonly string UpdateText =
        $"UPDATE job SET version = job.version + 1, {string.Join(", ", JobStatements.Changing.Select(column => $"{column.Name} = changed.{column.Name}"))} "
        + $"FROM unnest($1::text[], $2::bigint[], {Arrays(JobStatements.Changing, 3)}) AS changed (key, version, {Names(JobStatements.Changing)}) "
        + "WHERE job.key = changed.key AND job.version = changed.version RETURNING job.key";

    /// <summary>Removes rows.</summary>
    private const string DeleteText =
        "DELETE FROM job USING unnest($1::text[], $2::bigint[]) AS gone (key, version) "
        + "WHERE job.key = gone.key AND job.version = gone.version RETURNING job.key";

    /// <summary>Answers with the keys and versions of what is there.</summary>
    public const string Versions = "SELECT key, version FROM job WHERE key = ANY ($1)";

    /// <summary>
    /// Removes a batch of old ends and answers with their number. What another process is about to remove or write is left
    /// to it. The subquery is materialized: run again for every row, its limit would limit nothing.
    /// </summary>
    public const string Forget =
        "WITH due AS MATERIALIZED (SELECT key FROM job WHERE ended_at < $1 ORDER BY ended_at LIMIT $2 FOR UPDATE SKIP LOCKED), "
        + "gone AS (DELETE FROM job USING due WHERE job.key = due.key RETURNING 1) SELECT count(*) FROM gone";

    public static NpgsqlBatchCommand Insert(IReadOnlyList<InsertJob> changes)
    {
        var rows = changes.Select(change => change.Row).ToList();
        return Command(InsertText, JobRow.Columns.Select(column => Array(column, rows)));
    }

    public static NpgsqlBatchCommand Update(IReadOnlyList<UpdateJob> changes)
    {
        var rows = changes.Select(change => change.Row).ToList();
        return Command(
            UpdateText,
            [Keys(changes), Array(changes.Select(change => change.Version)), .. JobStatements.Changing.Select(column => Array(column, rows))]);
    }

    public static NpgsqlBatchCommand Delete(IReadOnlyList<DeleteJob> changes) =>
        Command(DeleteText, [Keys(changes), Array(changes.Select(change => change.Version))]);

    public static NpgsqlBatchCommand VersionsOf(IEnumerable<JobChange> changes) => Command(Versions, [Keys(changes)]);

    public static NpgsqlBatchCommand ForgetSome(ForgetJobs change) =>
        Command(Forget, [new NpgsqlParameter<long> { TypedValue = change.EndedBefore }, new NpgsqlParameter<int> { TypedValue = change.Limit }]);

    private static NpgsqlParameter<string[]> Keys(IEnumerable<JobChange> changes) =>
        new() { TypedValue = [.. changes.Select(change => change.Job!)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static NpgsqlParameter<long[]> Array(IEnumerable<long> values) => new() { TypedValue = [.. values] };

    private static NpgsqlParameter Array(JobColumn column, IReadOnlyList<JobRow> rows) => column.Type switch
    {
        DbType.String when column.Utf8 is { } utf8 =>
            new NpgsqlParameter<byte[][]> { TypedValue = [.. rows.Select(utf8)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
        DbType.String => new NpgsqlParameter<string?[]> { TypedValue = Values<string?>(column, rows), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
        DbType.Int32 => new NpgsqlParameter<int?[]> { TypedValue = Values<int?>(column, rows), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
        DbType.Int64 => new NpgsqlParameter<long?[]> { TypedValue = Values<long?>(column, rows), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
        _ => throw new NotSupportedException($"Column {column.Name} has type {column.Type}."),
    };

    private static T[] Values<T>(JobColumn column, IReadOnlyList<JobRow> rows)
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (T)column.Value(rows[i])!;
        }

        return values;
    }

    private static NpgsqlBatchCommand Command(string text, IEnumerable<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static string Names(IEnumerable<JobColumn> columns) => string.Join(", ", columns.Select(column => column.Name));

    private static string Arrays(IReadOnlyList<JobColumn> columns, int first) =>
        string.Join(", ", columns.Select((column, i) => $"${first + i}::{TypeName(column)}[]"));

    private static string TypeName(JobColumn column) => column.Type switch
    {
        DbType.Int32 => "integer",
        DbType.Int64 => "bigint",
        _ => "text",
    };
}
