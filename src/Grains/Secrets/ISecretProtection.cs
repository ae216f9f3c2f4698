using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Grains.Secrets;

/// <summary>Encrypts secrets that came with a task, so that polling and the promise to cancel survive a restart.</summary>
public interface ISecretProtection
{
    /// <summary>Encrypts.</summary>
    /// <param name="secrets">Not empty.</param>
    /// <returns>The text to store; null where this host cannot encrypt: the secrets then live in memory alone.</returns>
    /// <exception cref="JobStoreUnavailableException">The keys are in the store, which is out of reach.</exception>
    string? Protect(SecretBundle secrets);

    /// <summary>Decrypts.</summary>
    /// <param name="text">A stored text.</param>
    /// <returns>The secrets; null where the key is gone or the text is broken.</returns>
    /// <exception cref="JobStoreUnavailableException">The keys are in the store, which is out of reach.</exception>
    SecretBundle? Unprotect(string text);
}
