using Microsoft.Data.Sqlite;

namespace BackendPlugins.Storage.Sqlite;

/// <summary>Opens connections to one database file.</summary>
internal sealed class SqliteConnections
{
    // Another process (a backup, a person's shell) may hold the file for a moment; a caller should not wait longer.
    private const int BusySeconds = 5;

    private readonly string _write;
    private readonly string _read;

    public SqliteConnections(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        Path = System.IO.Path.GetFullPath(builder.DataSource);
        builder.DataSource = Path;
        builder.Cache = SqliteCacheMode.Private;
        // A session that has failed must really close: a pool would hand it out again.
        builder.Pooling = false;
        if (!builder.ShouldSerialize("Default Timeout"))
        {
            builder.DefaultTimeout = BusySeconds;
        }

        builder.Mode = SqliteOpenMode.ReadWriteCreate;
        _write = builder.ToString();
        builder.Mode = SqliteOpenMode.ReadOnly;
        _read = builder.ToString();
    }

    /// <summary>Full path of the database file.</summary>
    public string Path { get; }

    /// <summary>For the schema upgrade, which opens its own connection.</summary>
    public string ConnectionString => _write;

    /// <summary>What is wrong with a connection string and what to do; null where nothing is.</summary>
    public static string? Problem(string connectionString)
    {
        try
        {
            var builder = new SqliteConnectionStringBuilder(connectionString);
            return builder switch
            {
                { DataSource: "" } => "ConnectionStrings:Jobs names no file; set it to, for example, \"Data Source=data/jobs.db\".",
                { DataSource: ":memory:" } or { Mode: SqliteOpenMode.Memory } =>
                    "ConnectionStrings:Jobs asks for a database in memory, where no job would survive; name a file.",
                _ when builder.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase) =>
                    "ConnectionStrings:Jobs has a URI as Data Source; write the plain path of the file.",
                _ => null,
            };
        }
        catch (ArgumentException failure)
        {
            return $"ConnectionStrings:Jobs is not a SQLite connection string: {failure.Message}";
        }
    }

    public SqliteConnection OpenWriter()
    {
        var connection = Open(_write);
        try
        {
            // FULL: an acknowledged job must survive a power loss, and in WAL mode NORMAL may lose the last commits.
            Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public SqliteConnection OpenReader() => Open(_read);

    private static SqliteConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            Execute(connection, $"PRAGMA busy_timeout = {connection.DefaultTimeout * 1000};");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Execute(SqliteConnection connection, string pragmas)
    {
        using var command = connection.CreateCommand();
        command.CommandText = pragmas;
        command.ExecuteNonQuery();
    }
}
