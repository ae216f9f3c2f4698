using System.Security.Cryptography.X509Certificates;
using BackendPlugins.Grains.Secrets;
using BackendPlugins.Storage.Keys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Silo.Secrets;

/// <summary>Registers the encryption of secrets that come with tasks.</summary>
internal static class SecretProtectionExtensions
{
    public static IServiceCollection AddSecretProtection(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SecretOptions>().BindConfiguration(SecretOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        var options = configuration.GetSection(SecretOptions.Section).Get<SecretOptions>() ?? new SecretOptions();
        if (!options.KeysInStore && string.IsNullOrEmpty(options.KeyFolder))
        {
            return services;
        }

        var keys = services.AddDataProtection().SetApplicationName("Orleans.BackendPlugins");
        if (options.KeysInStore)
        {
            services.AddOptions<KeyManagementOptions>().Configure<IEnumerable<ISecretKeyStore>>((management, stores) => management.XmlRepository =
                new StoredKeyRing(stores.FirstOrDefault() ?? throw new OptionsValidationException(
                    SecretOptions.Section, typeof(SecretOptions), ["Secrets:KeysInStore needs JobStore:Provider postgres; set Secrets:KeyFolder for a store in a file."])));
        }
        else
        {
            keys.PersistKeysToFileSystem(Folder(options.KeyFolder!));
        }

        if (options.CertificateFile is { Length: > 0 } file && File.Exists(file))
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(file, options.CertificatePassword);
            keys.ProtectKeysWithCertificate(certificate).UnprotectKeysWithAnyCertificate(certificate);
        }

        return services.AddSingleton<ISecretProtection, DataProtectionSecrets>();
    }

    // The keys themselves lie in clear unless a certificate encrypts them: the folder is the owner's alone.
    private static DirectoryInfo Folder(string path) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path)
        : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
