using BackendPlugins.Storage.Postgres;
using BackendPlugins.Storage.Sqlite;

namespace BackendPlugins.Storage;

/// <summary>The databases to choose from.</summary>
internal static class JobDatabases
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";

    private static readonly string[] Names = [Sqlite, Postgres];

    /// <summary>What is wrong with the choice and what to do; null where nothing is.</summary>
    public static string? Problem(JobStoreOptions options) => options.Provider switch
    {
        Sqlite => SqliteConnections.Problem(options.ConnectionString),
        Postgres => PostgresConnections.Problem(options.ConnectionString),
        _ => $"JobStore:Provider is \"{options.Provider}\"; choose one of: {string.Join(", ", Names)}.",
    };

    public static IJobDatabase Open(JobStoreOptions options, TimeProvider time) => options.Provider switch
    {
        Sqlite => new SqliteJobDatabase(new SqliteConnections(options.ConnectionString)),
        Postgres => new PostgresJobDatabase(new PostgresConnections(options.ConnectionString, options.CommandTimeout), options.WriteLanes, time),
        _ => throw new InvalidOperationException(Problem(options)),
    };
}
