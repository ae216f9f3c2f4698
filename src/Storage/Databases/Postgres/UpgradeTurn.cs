using Npgsql;

namespace BackendPlugins.Storage.Postgres;

/// <summary>
/// One process upgrades a database at a time; the others wait and then find nothing left to do. Held by a connection, so a
/// process that dies gives it back.
/// </summary>
internal sealed class UpgradeTurn : IDisposable
{
    // "jobs" in ASCII; advisory locks are numbers.
    private const long Lock = 0x6A6F6273;

    private readonly NpgsqlConnection _connection;

    private UpgradeTurn(NpgsqlConnection connection, string schema)
    {
        _connection = connection;
        Schema = schema;
    }

    /// <summary>Where new tables go.</summary>
    public string Schema { get; }

    /// <summary>Waits for the turn.</summary>
    /// <param name="connectionString">Without pooling: the turn ends when the connection closes.</param>
    /// <exception cref="NpgsqlException">The database is out of reach.</exception>
    /// <exception cref="InvalidOperationException">There is no schema for new tables.</exception>
    public static UpgradeTurn Wait(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            connection.Open();
            using var command = new NpgsqlCommand($"SET statement_timeout = 0; SELECT pg_advisory_lock({Lock}); SELECT current_schema()", connection);
            using var reader = command.ExecuteReader();
            reader.NextResult();
            var schema = reader.Read() && !reader.IsDBNull(0)
                ? reader.GetString(0)
                : throw new InvalidOperationException("No schema of its search path exists; create one or correct \"Search Path\" in ConnectionStrings:Jobs.");
            return new UpgradeTurn(connection, schema);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Dispose() => _connection.Dispose();
}
