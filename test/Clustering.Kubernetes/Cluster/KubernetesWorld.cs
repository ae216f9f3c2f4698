using System.Text;
using BackendPlugins.Kubernetes.ApiServer.Access;
using BackendPlugins.Kubernetes.ApiServer.Objects;
using BackendPlugins.Kubernetes.ApiServer.Serving;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Messaging;
using Server = BackendPlugins.Kubernetes.ApiServer.ApiServer;

namespace BackendPlugins.Clustering.Kubernetes.Tests.Cluster;

/// <summary>An API server with the definition installed, and handles that may do exactly what the documented rules allow.</summary>
internal sealed class KubernetesWorld : IAsyncDisposable
{
    private readonly List<ServiceProvider> _handles = [];
    private readonly List<string> _files = [];

    internal KubernetesWorld(Server server) => Server = server;

    public Server Server { get; }

    public static async Task<KubernetesWorld> CreateAsync(bool installed = true)
    {
        var store = new ObjectStore();
        if (installed)
        {
            var definition = Yaml.Read(KubernetesManifests.CustomResourceDefinition()).AsObject();
            definition["metadata"]!["uid"] = "definition";
            store.Write(new ObjectKey(ResourceKind.Definitions.Qualified, "", definition["metadata"]!["name"]!.GetValue<string>()), _ => new StoredObject(definition, new Dictionary<string, string>()));
        }

        return new KubernetesWorld(await Server.StartAsync(store, new Dictionary<string, ApiUser>
        {
            ["silo"] = new("silo", Grants(RequiredAccess.Silo)),
            ["gateway"] = new("gateway", [.. Grants(RequiredAccess.Gateway).Select(grant => grant with { Names = [ClusterObjectName.Of("service", "cluster")] })]),
            ["nobody"] = new("nobody", []),
        }));
    }

    public IMembershipTable Table(string cluster = "cluster", string user = "silo", string service = "service", string space = "default", TimeSpan? limit = null) => Handle(user, service, cluster, space, limit).GetRequiredService<IMembershipTable>();

    public KubernetesClusterCheck Check(string user) => Handle(user, "service", "cluster").GetRequiredService<KubernetesClusterCheck>();

    public async Task<IMembershipTable> InitializedAsync(string cluster = "cluster")
    {
        var table = Table(cluster);
        await table.InitializeMembershipTableAsync(true, TestContext.Current.CancellationToken);
        return table;
    }

    public IGatewayListProvider Gateways(string user = "gateway", string service = "service", string cluster = "cluster", string space = "default")
    {
        var services = new ServiceCollection();
        var configuration = Configuration(user, space);
        new ClientBuilder(services, configuration).UseKubernetesClustering(configuration);
        return Built(services, service, cluster).GetRequiredService<IGatewayListProvider>();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var handle in _handles)
        {
            await handle.DisposeAsync();
        }

        await Server.DisposeAsync();
        _files.ForEach(File.Delete);
    }

    private ServiceProvider Handle(string user, string service, string cluster, string space = "default", TimeSpan? limit = null)
    {
        var services = new ServiceCollection();
        var configuration = Configuration(user, space, limit);
        new SiloBuilder(services, configuration).UseKubernetesClustering(configuration);
        return Built(services, service, cluster);
    }

    private ServiceProvider Built(ServiceCollection services, string service, string cluster)
    {
        services.AddLogging();
        services.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (service, cluster));
        var provider = services.BuildServiceProvider();
        _handles.Add(provider);
        return provider;
    }

    /// <summary>Writes a kubeconfig with a token.</summary>
    public string KubeConfig(string user, string space = "default")
    {
        var file = Path.GetTempFileName();
        _files.Add(file);
        File.WriteAllText(file,
            $$"""
            apiVersion: v1
            kind: Config
            current-context: test
            clusters: [{name: test, cluster: {server: "{{Server.SecureAddress}}", certificate-authority-data: {{Convert.ToBase64String(Encoding.UTF8.GetBytes(Server.Authority))}} } }]
            contexts: [{name: test, context: {cluster: test, user: test, namespace: "{{space}}" } }]
            users: [{name: test, user: {token: "{{user}}" } }]
            """);
        return file;
    }

    private IConfiguration Configuration(string user, string space, TimeSpan? limit = null) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Clustering:Kubernetes:KubeConfig"] = KubeConfig(user, space),
            ["Clustering:Kubernetes:CallTimeout"] = $"{limit ?? TimeSpan.FromSeconds(2)}",
        }).Build();

    private static AccessGrant[] Grants(IEnumerable<AccessRule> rules) => [.. rules.Select(rule => new AccessGrant(rule.ApiGroup, rule.Resource, rule.Verbs))];

    private sealed record SiloBuilder(IServiceCollection Services, IConfiguration Configuration) : ISiloBuilder;

    private sealed record ClientBuilder(IServiceCollection Services, IConfiguration Configuration) : IClientBuilder;
}
