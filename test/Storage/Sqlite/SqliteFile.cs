using BackendPlugins.Storage.Tests.Contract;
using Microsoft.Data.Sqlite;

namespace BackendPlugins.Storage.Tests.Sqlite;

/// <summary>A folder for a database file of one test.</summary>
internal sealed class SqliteFile : IContractDatabase, IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("jobs-").FullName;

    public string Path => System.IO.Path.Combine(Folder, "data", "jobs.db");

    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["ConnectionStrings:Jobs"] = $"Data Source={Path};Default Timeout=1",
    };

    public T Query<T>(Func<SqliteConnection, T> query)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        return query(connection);
    }

    public void Execute(string sql) => Query(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    });

    public static Task<IContractDatabase> ForContractAsync() => Task.FromResult<IContractDatabase>(new SqliteFile());

    public void Check() => Query(connection =>
    {
        using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        return check.ExecuteScalar();
    }).ShouldBe("ok");

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
