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
                .PersistKeysToFileSystem(Directory.CreateDirectory(options.KeyFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
            services.AddSingleton<ISecretProtection, DataProtectionSecrets>();
        }

        return services;
    }
}
