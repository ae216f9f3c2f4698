using System.Data.Common;
using BackendPlugins.Storage.Keys;
using DbUp.Builder;

namespace BackendPlugins.Storage;

/// <summary>What differs between databases: connections, how a group is written, and migrations. All else is shared.</summary>
internal interface IJobDatabase : IDisposable
{
    /// <summary>Names it in messages, without secrets: <c>SQLite database /data/jobs.db</c>.</summary>
    string Description { get; }

    /// <summary>Whether the driver's asynchronous calls block all the same: each connection is then used on a thread of its own.</summary>
    bool Blocks { get; }

    /// <summary>How many groups may be in flight, each on a connection of its own.</summary>
    int WriteLanes { get; }

    /// <summary>How many connections read for grains and recovery.</summary>
    int ReadLanes { get; }

    /// <summary>Folder of its scripts among the embedded ones.</summary>
    string Migrations { get; }

    /// <summary>Keys for secrets that processes share; null where only one process uses the database.</summary>
    ISecretKeyStore? SecretKeys { get; }

    /// <summary>Opens a connection for writing.</summary>
    ValueTask<IJobWriteSession> OpenWriteSessionAsync();

    /// <summary>Opens a connection for reading; it sees what has been committed.</summary>
    ValueTask<DbConnection> OpenReaderAsync();

    /// <summary>
    /// Makes ready for <see cref="Upgrade"/>: what must exist before a connection can, and that no other process upgrades
    /// until the result is disposed of (null where there can be no other).
    /// </summary>
    IDisposable? Prepare();

    /// <summary>Begins an upgrade of the schema; its journal is set, its scripts are not.</summary>
    UpgradeEngineBuilder Upgrade();

    /// <summary>
    /// A column that must not lead the plan. A planner without statistics takes an index over a column with six values for as
    /// good as any other; one with them believes that what is frequent lies evenly, and walks past millions where it does not.
    /// </summary>
    string Residual(string column);

    /// <summary>
    /// A term that is true of every job and opens the index over all of them, closed to questions about some of them for the
    /// same reason; null for none.
    /// </summary>
    string? EveryJob { get; }

    /// <summary>The operator that compares a text with a pattern and takes no notice of the case of letters.</summary>
    string Like { get; }
}

/// <summary>A connection that writes groups, one at a time.</summary>
internal interface IJobWriteSession : IAsyncDisposable
{
    /// <summary>Writes a group in one transaction and returns what became of each change once all are durable.</summary>
    /// <param name="group">The changes, in the order in which they came.</param>
    /// <exception cref="UnknownOutcomeException">The commit was sent and not confirmed.</exception>
    /// <exception cref="Exception">Anything else: nothing was written. The session is of no further use.</exception>
    ValueTask<ChangeResult[]> CommitAsync(IReadOnlyList<JobChange> group);
}
