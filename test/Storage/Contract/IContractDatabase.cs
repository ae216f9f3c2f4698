namespace BackendPlugins.Storage.Tests.Contract;

/// <summary>A database of one test of a contract; it goes with the test.</summary>
public interface IContractDatabase : IAsyncDisposable
{
    /// <summary>Settings of a store on it.</summary>
    IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>Runs SQL on a connection of its own, behind the store's back.</summary>
    void Execute(string sql);

    /// <summary>Fails where the database itself is damaged.</summary>
    void Check();
}
