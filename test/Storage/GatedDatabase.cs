using System.Collections.Concurrent;
using System.Data.Common;
using BackendPlugins.Storage.Keys;
using DbUp.Builder;

namespace BackendPlugins.Storage.Tests;

/// <summary>A database whose commits and reads can be held and broken.</summary>
internal sealed class GatedDatabase(IJobDatabase inner) : IJobDatabase
{
    public ManualResetEventSlim Commits { get; } = new(true);

    public ManualResetEventSlim Readers { get; } = new(true);

    /// <summary>Set while a commit stands at the gate.</summary>
    public ManualResetEventSlim CommitWaits { get; } = new(false);

    /// <summary>Released once for each reader that stands at the gate.</summary>
    public SemaphoreSlim ReaderWaits { get; } = new(0);

    /// <summary>The readers' connections.</summary>
    public ConcurrentBag<DbConnection> OpenReaders { get; } = [];

    /// <summary>Sizes of the groups that were tried.</summary>
    public List<int> Groups { get; } = [];

    /// <summary>How often a connection for writing was asked for.</summary>
    public int Opened { get; private set; }

    /// <summary>Thrown instead of opening a connection; null for none.</summary>
    public Exception? OpenFault { get; set; }

    /// <summary>Thrown after the commit; null for none.</summary>
    public Exception? CommitFault { get; set; }

    public string Description => inner.Description;

    public bool Blocks => inner.Blocks;

    // One group at a time: a gate holds all of them.
    public int WriteLanes => 1;

    public int ReadLanes => 2;

    public ISecretKeyStore? SecretKeys => inner.SecretKeys;

    public string Migrations => inner.Migrations;

    public string? EveryJob => inner.EveryJob;

    public string Like => inner.Like;

    public async ValueTask<IJobWriteSession> OpenWriteSessionAsync()
    {
        Opened++;
        return OpenFault is { } fault ? throw fault : new Session(this, await inner.OpenWriteSessionAsync());
    }

    public async ValueTask<DbConnection> OpenReaderAsync()
    {
        ReaderWaits.Release();
        Readers.Wait();
        var connection = await inner.OpenReaderAsync();
        OpenReaders.Add(connection);
        return connection;
    }

    public IDisposable? Prepare() => inner.Prepare();

    public UpgradeEngineBuilder Upgrade() => inner.Upgrade();

    public string Residual(string column) => inner.Residual(column);

    public void Dispose()
    {
        Commits.Dispose();
        Readers.Dispose();
        CommitWaits.Dispose();
        ReaderWaits.Dispose();
        inner.Dispose();
    }

    private sealed class Session(GatedDatabase owner, IJobWriteSession inner) : IJobWriteSession
    {
        public async ValueTask<ChangeResult[]> CommitAsync(IReadOnlyList<JobChange> group)
        {
            owner.Groups.Add(group.Count);
            owner.CommitWaits.Set();
            owner.Commits.Wait();
            var results = await inner.CommitAsync(group);
            return owner.CommitFault is { } fault ? throw fault : results;
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
