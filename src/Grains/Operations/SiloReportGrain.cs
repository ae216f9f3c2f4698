using System.Reflection;
using System.Runtime.InteropServices;
using BackendPlugins.Contracts.Operations;
using BackendPlugins.Grains.Plugins;
using BackendPlugins.Grains.Watch;
using Orleans.Placement;

namespace BackendPlugins.Grains.Operations;

/// <summary>Tells of the silo that it is on. Random placement heeds the caller's hint.</summary>
[GrainType("silo-report")]
[RandomPlacement]
internal sealed class SiloReportGrain(WatchedJobs jobs, PluginCatalog plugins, ILocalSiloDetails silo, TimeProvider time) : Grain, ISiloReportGrain
{
    private static readonly string Version =
        typeof(SiloReportGrain).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <inheritdoc/>
    public Task<SiloReport> ReadAsync(CancellationToken cancellationToken = default) => Task.FromResult(new SiloReport
    {
        Silo = silo.SiloAddress.ToParsableString(),
        At = time.GetUtcNow(),
        Version = Version,
        Runtime = RuntimeInformation.FrameworkDescription,
        Plugins =
        [
            .. plugins.Descriptions
                .Select(plugin => new PluginReport(
                    plugin.Name, plugin.ConnectorName, [.. plugin.Categories.Select(category => category.Name)], plugin.AcceptsJobId))
                .OrderBy(plugin => plugin.Name, StringComparer.Ordinal),
        ],
    }.With(jobs));
}
