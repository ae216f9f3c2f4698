using System.Globalization;
using Npgsql;

namespace BackendPlugins.Storage.Postgres;

/// <summary>Opens connections to one database.</summary>
internal sealed class PostgresConnections : IAsyncDisposable, IDisposable
{
    private const int ConnectSeconds = 5;

    // Notices a peer that has vanished without a word between two statements.
    private const int KeepAliveSeconds = 15;

    // The server cancels a statement that takes too long and says so; only when that word does not come does the client give up.
    private const int ServersWordSeconds = 5;

    private readonly string _start;

    public PostgresConnections(string connectionString, TimeSpan commandTimeout)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = given.ApplicationName ?? "backend-plugins",
            Timeout = given.ShouldSerialize("Timeout") ? given.Timeout : ConnectSeconds,
            KeepAlive = given.ShouldSerialize("Keepalive") ? given.KeepAlive : KeepAliveSeconds,
            // A group is some hundreds of kilobytes: fewer and larger writes to the socket.
            WriteBufferSize = given.ShouldSerialize("Write Buffer Size") ? given.WriteBufferSize : 64 * 1024,
            // Details of an error hold the values of a row, and a job's inputs belong into no log.
            IncludeErrorDetail = false,
            // Every connection is made ready once, and nothing that uses it leaves anything behind.
            NoResetOnClose = true,
            Enlist = false,
        };
        Description = string.Create(CultureInfo.InvariantCulture, $"PostgreSQL database {settings.Database} at {settings.Host}:{settings.Port}");
        Migrating = new NpgsqlConnectionStringBuilder(settings.ToString()) { Pooling = false, CommandTimeout = 0 }.ToString();

        settings.CommandTimeout = (int)Math.Ceiling(commandTimeout.TotalSeconds) + ServersWordSeconds;
        settings.MaxAutoPrepare = 64;
        settings.AutoPrepareMinUsages = 2;
        _start = Start(commandTimeout);
        var builder = new NpgsqlDataSourceBuilder(settings.ToString());
        builder.UsePhysicalConnectionInitializer(MakeReady, MakeReadyAsync);
        Source = builder.Build();
    }

    /// <summary>Names the database without secrets.</summary>
    public string Description { get; }

    /// <summary>For migrations: connections of their own, which may take their time.</summary>
    public string Migrating { get; }

    /// <summary>For everything else.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>What is wrong with a connection string and what to do; null where nothing is.</summary>
    public static string? Problem(string connectionString)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString);
            return builder switch
            {
                { Host: null or "" } => "ConnectionStrings:Jobs names no server; set it to, for example, \"Host=db;Database=jobs;Username=jobs;Password=...\".",
                { Database: null or "" } => "ConnectionStrings:Jobs names no database; add \"Database=jobs\".",
                { Multiplexing: true } => "ConnectionStrings:Jobs asks for multiplexing, under which a lost connection loses the writes of all; remove it.",
                _ => null,
            };
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or InvalidCastException or NotSupportedException)
        {
            return $"ConnectionStrings:Jobs is not a PostgreSQL connection string: {failure.Message}";
        }
    }

    public void Dispose() => Source.Dispose();

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    // Plans are kept with their statements, and what is planned while a table is empty must still do when it is full: every
    // statement here has an index to go by, in the order that it asks for. An acknowledged write must be on disk, whatever the server's default says.
    private static string Start(TimeSpan commandTimeout)
    {
        var milliseconds = ((long)commandTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        return $"""
            SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;
            SET enable_bitmapscan = off; SET random_page_cost = 1; SET jit = off;
            SET default_transaction_isolation = 'read committed';
            SET statement_timeout = {milliseconds}; SET idle_in_transaction_session_timeout = {milliseconds};
            SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
            """;
    }

    private void MakeReady(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(_start, connection);
        command.ExecuteNonQuery();
    }

    private async Task MakeReadyAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(_start, connection);
        await command.ExecuteNonQueryAsync();
    }
}
