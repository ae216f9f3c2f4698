using System.Data.Common;

namespace BackendPlugins.Storage;

/// <summary>SQL over single rows that every database here understands as it is.</summary>
internal static class JobStatements
{
    public const string Delete = "DELETE FROM job WHERE key = @key AND version = @version";

    public const string Version = "SELECT version FROM job WHERE key = @key";

    public const string Read = "SELECT version, document FROM job WHERE key = @key";

    public const string Forget =
        "DELETE FROM job WHERE key IN (SELECT key FROM job WHERE ended_at < @ended_before ORDER BY ended_at LIMIT @limit)";

    /// <summary>The version of a row's first write.</summary>
    public const long FirstVersion = 1;

    /// <summary>Columns that an update writes.</summary>
    public static IReadOnlyList<JobColumn> Changing { get; } = [.. JobRow.Columns.Where(column => !column.Fixed)];

    /// <summary>Adds a row; touches none where the key is taken.</summary>
    public static string Insert { get; } =
        $"INSERT INTO job (version, {List(JobRow.Columns.Select(column => column.Name))}) "
        + $"VALUES ({FirstVersion}, {List(JobRow.Columns.Select(column => "@" + column.Name))}) ON CONFLICT (key) DO NOTHING";

    /// <summary>Changes a row; touches none where it has another version or is gone.</summary>
    public static string Update { get; } =
        $"UPDATE job SET version = version + 1, {List(Changing.Select(column => $"{column.Name} = @{column.Name}"))} "
        + "WHERE key = @key AND version = @version";


    /// <summary>Adds a parameter.</summary>
    public static DbParameter Add(this DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
        return parameter;
    }

    private static string List(IEnumerable<string> items) => string.Join(", ", items);
}
