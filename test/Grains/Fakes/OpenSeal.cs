using BackendPlugins.Contracts;
using BackendPlugins.Grains.Secrets;

namespace BackendPlugins.Grains.Tests;

/// <summary>"Encrypts" so that a test can see it was asked.</summary>
internal sealed class OpenSeal : ISecretProtection
{
    private const string Seal = "sealed:";

    public string Protect(SecretBundle secrets) => Seal + secrets.Values["token"];

    public SecretBundle? Unprotect(string text) => new(new Dictionary<string, string> { ["token"] = text[Seal.Length..] });
}
