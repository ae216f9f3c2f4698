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
    private readonly List<(IMembershipTable Table, string Cluster)> _made = [];
    private readonly Server? _server;
    private readonly string? _kubeConfig;

    internal KubernetesWorld(Server server) => _server = server;

    private KubernetesWorld(string kubeConfig) => (_kubeConfig, Service) = (kubeConfig, $"test-{Guid.NewGuid():N}");

    public Server Server => _server ?? throw new InvalidOperationException("Nobody looks into a real API server.");

    /// <summary>Whether the API server is the stand-in.</summary>
    public bool IsStandIn => _server is not null;

    public string Service { get; } = "service";

    /// <summary>A real API server, where the definition is installed; what is made there gets a name of its own and is removed.</summary>
    public static KubernetesWorld OnReal(string kubeConfig) => new(kubeConfig);

    /// <summary>The stand-in.</summary>
    /// <param name="installed">Whether the definition is.</param>
    /// <param name="silo">What a silo may do; null for what is documented.</param>
    /// <param name="gateway">What a gateway may do; null for what is documented.</param>
    public static async Task<KubernetesWorld> CreateAsync(bool installed = true, IEnumerable<AccessRule>? silo = null, IEnumerable<AccessRule>? gateway = null)
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
            ["silo"] = new("silo", Grants(silo ?? RequiredAccess.Silo)),
            ["gateway"] = new("gateway", [.. Grants(gateway ?? RequiredAccess.Gateway).Select(grant => grant with { Names = [ClusterObjectName.Of("service", "cluster")] })]),
            ["nobody"] = new("nobody", []),
        }));
    }

    public IMembershipTable Table(string cluster = "cluster", string user = "silo", string? service = null, string space = "default", TimeSpan? limit = null) =>
        Handle(user, service ?? Service, cluster, space, limit).GetRequiredService<IMembershipTable>();

    public KubernetesClusterCheck Check(string user) => Handle(user, Service, "cluster").GetRequiredService<KubernetesClusterCheck>();

    public async Task<IMembershipTable> InitializedAsync(string cluster = "cluster")
    {
        var table = Table(cluster);
        _made.Add((table, cluster));
        await table.InitializeMembershipTableAsync(true, TestContext.Current.CancellationToken);
        return table;
    }

    public IGatewayListProvider Gateways(string user = "gateway", string? service = null, string cluster = "cluster", string space = "default")
    {
        var services = new ServiceCollection();
        var configuration = Configuration(user, space);
        new ClientBuilder(services, configuration).UseKubernetesClustering(configuration);
        return Built(services, service ?? Service, cluster).GetRequiredService<IGatewayListProvider>();
    }

    /// <summary>Leases of a cluster.</summary>
    public async Task<int> LeasesAsync(string cluster = "cluster")
    {
        var name = ClusterObjectName.Of(Service, cluster);
        return (await Handle("silo", Service, cluster).GetRequiredService<Api.SiloLeases>().ReadAsync(TestContext.Current.CancellationToken)).Keys.Count(lease => lease.StartsWith(name, StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (table, cluster) in IsStandIn ? [] : _made)
        {
            await table.DeleteMembershipTableEntriesAsync(cluster, CancellationToken.None);
        }

        foreach (var handle in _handles)
        {
            await handle.DisposeAsync();
        }

        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
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
            ["Clustering:Kubernetes:KubeConfig"] = _kubeConfig ?? KubeConfig(user, space),
            ["Clustering:Kubernetes:CallTimeout"] = $"{limit ?? TimeSpan.FromSeconds(IsStandIn ? 2 : 10)}",
        }).Build();

    private static AccessGrant[] Grants(IEnumerable<AccessRule> rules) => [.. rules.Select(rule => new AccessGrant(rule.ApiGroup, rule.Resource, rule.Verbs))];

    private sealed record SiloBuilder(IServiceCollection Services, IConfiguration Configuration) : ISiloBuilder;

    private sealed record ClientBuilder(IServiceCollection Services, IConfiguration Configuration) : IClientBuilder;
}
