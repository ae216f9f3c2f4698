using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Secrets;

/// <summary>For a host without encryption keys: secrets are never stored.</summary>
internal sealed class NoSecretProtection : ISecretProtection
{
    /// <inheritdoc/>
    public string? Protect(SecretBundle secrets) => null;

    /// <inheritdoc/>
    public SecretBundle? Unprotect(string text) => null;
}
