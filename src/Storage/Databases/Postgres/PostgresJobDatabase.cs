using System.Data.Common;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Storage.Keys;
using DbUp;
using DbUp.Builder;
using Npgsql;

namespace BackendPlugins.Storage.Postgres;

/// <summary>Jobs in a PostgreSQL database that any number of processes share.</summary>
internal sealed class PostgresJobDatabase(PostgresConnections connections, int writeLanes, TimeProvider time) : IJobDatabase
{
    private string _schema = "public";

    public string Description => connections.Description;

    public bool Blocks => false;

    public int WriteLanes => writeLanes;

    public int ReadLanes => 4;

    public ISecretKeyStore SecretKeys { get; } = new PostgresSecretKeys(connections);

    public string Migrations => "Postgres/Migrations/";

    // The condition of the index job_created; .NET knows no time as early.
    public string? EveryJob => "created_at > -100000000000000";

    public string Like => "ILIKE";

    public async ValueTask<IJobWriteSession> OpenWriteSessionAsync() =>
        new PostgresWriteSession(connections.Source, await connections.Source.OpenConnectionAsync(), time);

    public async ValueTask<DbConnection> OpenReaderAsync() => await connections.Source.OpenConnectionAsync();

    /// <inheritdoc/>
    /// <exception cref="JobStoreUnavailableException">The database is out of reach.</exception>
    public IDisposable Prepare()
    {
        try
        {
            var turn = UpgradeTurn.Wait(connections.Migrating);
            _schema = turn.Schema;
            return turn;
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException)
        {
            throw new JobStoreUnavailableException($"The {Description} cannot be opened for its migrations: {failure.Message}", failure);
        }
    }

    public UpgradeEngineBuilder Upgrade() =>
        DeployChanges.To.PostgresqlDatabase(connections.Migrating, _schema).JournalToPostgresqlTable(_schema, "schema_versions");

    // An expression is in no index. They are all texts.
    public string Residual(string column) => $"({column} || '')";

    public void Dispose() => connections.Dispose();
}
