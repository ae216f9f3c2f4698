using System.Globalization;
using BackendPlugins.Processes;
using BackendPlugins.Storage.Tests.Contract;
using Npgsql;

namespace BackendPlugins.Storage.Tests.Postgres;

/// <summary>A database of one test.</summary>
internal sealed class PostgresDatabase(string connectionString) : IContractDatabase
{
    public string ConnectionString => connectionString;

    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["JobStore:Provider"] = "postgres",
        ["ConnectionStrings:Jobs"] = connectionString,
    };

    public static async Task<PostgresDatabase> CreateAsync(PostgresServer server) => new(await server.CreateDatabaseAsync());

    public static async Task<IContractDatabase> ForContractAsync(SharedPostgres postgres) => await CreateAsync(postgres.Server);

    /// <summary>The server checks its pages itself when it reads them.</summary>
    public void Check() => Execute("SELECT count(document) FROM job");

    /// <summary>It goes with its server.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public Task<object?> ScalarAsync(string sql) => PostgresServer.ExecuteAsync(connectionString, sql);

    public async Task<long> CountAsync(string where) =>
        Convert.ToInt64(await ScalarAsync($"SELECT count(*) FROM job WHERE {where}"), CultureInfo.InvariantCulture);
}
