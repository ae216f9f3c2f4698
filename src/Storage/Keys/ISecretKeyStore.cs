using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Storage.Keys;

/// <summary>
/// Documents of the key ring that encrypts stored secrets, in the job store's database: every silo reads the same ones. A host has
/// it where several processes can share its store.
/// </summary>
public interface ISecretKeyStore
{
    /// <summary>All of them. Blocks.</summary>
    /// <exception cref="JobStoreUnavailableException">The store is out of reach.</exception>
    IReadOnlyList<string> Read();

    /// <summary>Adds one; one of the same name stays as it is. Blocks until it is durable.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="document">Its text.</param>
    /// <exception cref="JobStoreUnavailableException">The store is out of reach; it may have been added all the same.</exception>
    void Add(string name, string document);
}
