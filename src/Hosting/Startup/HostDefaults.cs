using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.KeyPerFile;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.FileProviders;

namespace BackendPlugins.Hosting.Startup;

/// <summary>Settings of every host; each source of configuration comes after them.</summary>
public static class HostDefaults
{
    // What a person wants to read of a process that runs well.
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Information",
        ["Logging:LogLevel:Orleans"] = "Warning",
        // A silo that is gone is told once; each try to connect to it would be told too.
        ["Logging:LogLevel:Orleans.Runtime.Messaging.ConnectionManager"] = "Error",
        // Each placement of a grain.
        ["Logging:LogLevel:Polly"] = "Warning",
        // Its log scope and its activity cost every call a tenth; nothing is written at this level.
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None",
        // Told in one line where the process ends.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
        // /healthz/ready and gRPC health tell it.
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "Critical",
    };

    /// <summary>Name of the setting that names a folder with one file per setting, such as <c>ConnectionStrings__Jobs</c>: a mounted secret.</summary>
    public const string FolderKey = "SettingsFolder";

    /// <summary>Puts them before everything else, and what the files of <see cref="FolderKey"/> say right after them.</summary>
    /// <param name="configuration">The host's configuration.</param>
    /// <exception cref="DirectoryNotFoundException">The folder is named and is not there.</exception>
    public static void AddHostDefaults(this IConfigurationManager configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Settings });
        if (configuration[FolderKey] is { Length: > 0 } folder)
        {
            configuration.Sources.Insert(1, new KeyPerFileConfigurationSource { FileProvider = new PhysicalFileProvider(folder), Optional = false });
        }
    }
}
