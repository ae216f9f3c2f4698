using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

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

    /// <summary>Puts them before everything else.</summary>
    /// <param name="configuration">The host's configuration.</param>
    public static void AddHostDefaults(this IConfigurationBuilder configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Settings });
    }
}
