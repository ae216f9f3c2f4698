using System.Collections.Concurrent;
using BackendPlugins.Kubernetes.Manifests.Tests.Tools;

namespace BackendPlugins.Kubernetes.Manifests.Tests.Rendering;

/// <summary>Everything that an operator can apply, as the real tools write it.</summary>
internal static class Renderings
{
    private static readonly ConcurrentDictionary<string, Task<Manifest>> Read = new();

    private static readonly Dictionary<string, string[]> ChartValues = new()
    {
        ["chart"] = [],
        ["chart, kubernetes"] = ["clustering.provider=kubernetes", "fullnameOverride=somebody-elses-name"],
        ["chart, everything"] =
        [
            "monitoring.serviceMonitor=true", "monitoring.prometheusRule=true", "autoscaling.enabled=false", "silo.keyRingClaim=keys",
            "networkPolicy.metadataServer=true", "connectorSecret.secretData.snowflake_private_key=x", "database.connectionString=Host=db;Database=jobs",
            "podEnv.Calls__Budget=00:00:05", "nodeSelector.disk=ssd", "priorityClassName=high", "service.annotations.a=b",
        ],
        ["chart, pools"] =
        [
            "silo.pools[0].name=bigquery", "silo.pools[0].plugins[0]=BigQuery", "silo.pools[0].resources.requests.cpu=1",
            "silo.pools[0].resources.requests.memory=1Gi", "silo.pools[0].resources.limits.memory=1Gi", "networkPolicy.enabled=false", "migration.enabled=false",
        ],
    };

    /// <summary>Names of all of them.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.GetDirectories(Repository.Path("k8s", "overlays")).Select(folder => $"overlay {Path.GetFileName(folder)}").Order(StringComparer.Ordinal),
        "overlay with every component",
        .. ChartValues.Keys,
    ];

    public static TheoryData<string> Rows => [.. Names];

    /// <summary>One of them, parsed strictly.</summary>
    public static Task<Manifest> ReadAsync(string name) => Read.GetOrAdd(name, async _ => Manifest.Parse(await RenderAsync(name)));

    private static async Task<string> RenderAsync(string name)
    {
        if (ChartValues.TryGetValue(name, out var values))
        {
            return (await Tool.RunAsync(
                KubernetesTools.Helm,
                ["template", "flyte", Repository.Path("k8s", "chart", "backend-plugins"), "--namespace", "flyte", .. values.SelectMany(value => new[] { "--set", value })])).Must();
        }

        if (name != "overlay with every component")
        {
            return await KustomizeAsync(Repository.Path("k8s", "overlays", name["overlay ".Length..]));
        }

        // Beside the others, since kustomize leaves no folder upwards for what is not below it by a relative path.
        var folder = Directory.CreateDirectory(Repository.Path("artifacts", "kustomize-all")).FullName;
        var components = Directory.GetDirectories(Repository.Path("k8s", "components")).Select(component => $"../../k8s/components/{Path.GetFileName(component)}");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "kustomization.yaml"),
            $"namespace: flyte\nresources: [../../k8s/base]\ncomponents: [{string.Join(", ", components)}]\n",
            TestContext.Current.CancellationToken);
        return await KustomizeAsync(folder);
    }

    private static async Task<string> KustomizeAsync(string folder) => (await Tool.RunAsync(KubernetesTools.Kubectl, ["kustomize", folder])).Must();
}
