using System.Data.Common;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Storage.Keys;
using DbUp;
using DbUp.Builder;

namespace BackendPlugins.Storage.Sqlite;

/// <summary>Jobs in one SQLite file: the embedded store of a single process.</summary>
internal sealed class SqliteJobDatabase(SqliteConnections connections) : IJobDatabase
{
    public string Description => $"SQLite database {connections.Path}";

    public bool Blocks => true;

    // SQLite has one writer at a time.
    public int WriteLanes => 1;

    public int ReadLanes => 2;

    public ISecretKeyStore? SecretKeys => null;

    public string Migrations => "Sqlite/Migrations/";

    public string? EveryJob => null;

    public string Like => "LIKE";

    public ValueTask<IJobWriteSession> OpenWriteSessionAsync()
    {
        var connection = connections.OpenWriter();
        try
        {
            return ValueTask.FromResult<IJobWriteSession>(new SqliteWriteSession(connection));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public ValueTask<DbConnection> OpenReaderAsync() => ValueTask.FromResult<DbConnection>(connections.OpenReader());

    public IDisposable? Prepare()
    {
        var folder = Path.GetDirectoryName(connections.Path)!;
        try
        {
            Directory.CreateDirectory(folder);
            // SQLite writes files beside the database; where it cannot, it says so late and without the path.
            using var probe = new FileStream(Path.Combine(folder, $".probe-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new JobStoreUnavailableException(
                $"The job store's folder {folder} cannot be written: {failure.Message} Set ConnectionStrings:Jobs to a file in a folder that this process may write.",
                failure);
        }

        // The file belongs to one process: there is nobody to hold off.
        return null;
    }

    public UpgradeEngineBuilder Upgrade() =>
        DeployChanges.To.SqliteDatabase(connections.ConnectionString).JournalToSqliteTable("schema_versions");

    public void Dispose()
    {
    }

    // A leading plus keeps SQLite from using an index for the term.
    public string Residual(string column) => "+" + column;
}
