using BackendPlugins.Grains.Secrets;
using Microsoft.AspNetCore.DataProtection;

namespace BackendPlugins.Silo.Secrets;

/// <summary>Registers the encryption of secrets that come with tasks.</summary>
internal static class SecretProtectionExtensions
{
    public static IServiceCollection AddSecretProtection(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(SecretOptions.Section).Get<SecretOptions>() ?? new SecretOptions();
        if (!string.IsNullOrEmpty(options.KeyFolder))
        {
            services.AddDataProtection()
                .SetApplicationName("Orleans.BackendPlugins")
                .PersistKeysToFileSystem(Folder(options.KeyFolder));
            services.AddSingleton<ISecretProtection, DataProtectionSecrets>();
        }

        return services;
    }

    // The keys themselves lie in clear: the folder is the owner's alone.
    private static DirectoryInfo Folder(string path) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path)
        : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
