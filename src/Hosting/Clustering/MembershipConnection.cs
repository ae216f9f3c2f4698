using Npgsql;

namespace BackendPlugins.Hosting.Clustering;

/// <summary>Connections to the table of members: few, and apart from those of the job store, whose queue must not hold up a sign of life.</summary>
internal static class MembershipConnection
{
    private const int Seconds = 5;
    private const int Most = 8;

    /// <summary>What is wrong with a connection string and what to do; null where nothing is.</summary>
    public static string? Problem(string? connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString) switch
            {
                { Host: null or "" } or { Database: null or "" } =>
                    "Clustering:Provider is postgres, but ConnectionStrings:Cluster (or else ConnectionStrings:Jobs) names no server or no database; "
                    + "set it to, for example, \"Host=db;Database=jobs;Username=jobs;Password=...\".",
                _ => null,
            };
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or InvalidCastException or NotSupportedException)
        {
            return $"ConnectionStrings:Cluster (or else ConnectionStrings:Jobs) is not a PostgreSQL connection string: {failure.Message}";
        }
    }

    /// <summary>The given one with limits of its own; what it says itself is kept.</summary>
    public static string Of(string connectionString)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        return new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = given.ApplicationName ?? "backend-plugins-cluster",
            Timeout = given.ShouldSerialize("Timeout") ? given.Timeout : Seconds,
            CommandTimeout = given.ShouldSerialize("Command Timeout") ? given.CommandTimeout : Seconds,
            KeepAlive = given.ShouldSerialize("Keepalive") ? given.KeepAlive : Seconds,
            MaxPoolSize = Most,
        }.ToString();
    }
}
