using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Storage.Keys;
using Npgsql;

namespace BackendPlugins.Storage.Postgres;

/// <summary>The table <c>secret_key</c>.</summary>
internal sealed class PostgresSecretKeys(PostgresConnections connections) : ISecretKeyStore
{
    public IReadOnlyList<string> Read() => Do("SELECT document FROM secret_key ORDER BY name", static command =>
    {
        var documents = new List<string>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            documents.Add(reader.GetString(0));
        }

        return documents;
    });

    public void Add(string name, string document) => Do("INSERT INTO secret_key (name, document) VALUES (@name, @document) ON CONFLICT DO NOTHING", command =>
    {
        command.Parameters.AddWithValue("name", name);
        command.Parameters.AddWithValue("document", document);
        return command.ExecuteNonQuery();
    });

    private T Do<T>(string statement, Func<NpgsqlCommand, T> run)
    {
        try
        {
            using var command = connections.Source.CreateCommand(statement);
            return run(command);
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException or TimeoutException)
        {
            // Without the driver's exception: this goes to callers on other silos, which could not read it.
            throw new JobStoreUnavailableException($"The keys for secrets in the {connections.Description} cannot be read or written: {failure.Message}");
        }
    }
}
