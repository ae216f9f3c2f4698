using System.Security.Cryptography;
using System.Text.Json;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Grains.Secrets;
using Microsoft.AspNetCore.DataProtection;

namespace BackendPlugins.Silo.Secrets;

/// <summary>Encrypts secrets with ASP.NET Data Protection, whose keys rotate by themselves.</summary>
internal sealed class DataProtectionSecrets(IDataProtectionProvider provider) : ISecretProtection
{
    private readonly IDataProtector _protector = provider.CreateProtector("BackendPlugins.TaskSecrets.v1");

    /// <inheritdoc/>
    public string Protect(SecretBundle secrets)
    {
        try
        {
            return _protector.Protect(JsonSerializer.Serialize(secrets.Values));
        }
        catch (CryptographicException failure) when (StoreTrouble(failure) is { } trouble)
        {
            throw new JobStoreUnavailableException(trouble.Message);
        }
    }

    /// <inheritdoc/>
    public SecretBundle? Unprotect(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(_protector.Unprotect(text)) is { } values ? new SecretBundle(values) : null;
        }
        catch (CryptographicException failure)
        {
            // A key ring that cannot be read now is not lost.
            if (StoreTrouble(failure) is { } trouble)
            {
                throw new JobStoreUnavailableException(trouble.Message);
            }

            // The key ring is another one: the caller says so in the job's log.
            return null;
        }
    }

    private static JobStoreUnavailableException? StoreTrouble(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is JobStoreUnavailableException trouble)
            {
                return trouble;
            }
        }

        return null;
    }
}
