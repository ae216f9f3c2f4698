using Npgsql;

namespace BackendPlugins.Storage.Postgres;

/// <summary>What an error says about a group, by its SQLSTATE.</summary>
internal static class PostgresFaults
{
    /// <summary>
    /// Whether the server has rolled the transaction back: an ERROR ends a statement or refuses a commit. A FATAL ends the
    /// connection and may come after the commit.
    /// </summary>
    public static bool RolledBack(PostgresException failure) => failure.InvariantSeverity == "ERROR";

    /// <summary>Whether the same may succeed at once: two transactions were in each other's way.</summary>
    public static bool PassesBy(PostgresException failure) =>
        failure.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    /// <summary>Whether it is about a row: bad data, a broken constraint, a value too large for its index.</summary>
    public static bool OfOneRow(PostgresException failure) => failure.SqlState[..2] is "22" or "23" or "54";
}
