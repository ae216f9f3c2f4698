using BackendPlugins.Clustering.Kubernetes.Tests.Cluster;
using BackendPlugins.Kubernetes.ApiServer.Access;
using BackendPlugins.Kubernetes.ApiServer.Objects;
using BackendPlugins.Kubernetes.Manifests.Tests.Tools;
using BackendPlugins.Processes;
using Server = BackendPlugins.Kubernetes.ApiServer.ApiServer;

namespace BackendPlugins.Clustering.Kubernetes.Tests.Kubectl;

/// <summary>An empty API server, a real kubectl of its administrator, and the service accounts of the manifests, whose rights come from Roles alone.</summary>
internal sealed class KubectlWorld : IAsyncDisposable
{
    public const string Silo = "system:serviceaccount:flyte:backend-plugins-silo";
    public const string Gateway = "system:serviceaccount:flyte:backend-plugins-gateway";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubectl-");
    private readonly KubernetesWorld _world;

    private KubectlWorld(KubernetesWorld world) => _world = world;

    public Server Server => _world.Server;

    public static async Task<KubectlWorld> CreateAsync() => new(new KubernetesWorld(await Server.StartAsync(new ObjectStore(), new Dictionary<string, ApiUser>
    {
        ["admin"] = new("admin"),
        ["silo"] = new(Silo, []),
        ["gateway"] = new(Gateway, []),
    })));

    /// <summary>Members' table of a silo in namespace flyte.</summary>
    public IMembershipTable Table() => _world.Table(cluster: "backend-plugins", service: "backend-plugins", space: "flyte");

    public Orleans.Messaging.IGatewayListProvider Gateways() => _world.Gateways(service: "backend-plugins", cluster: "backend-plugins", space: "flyte");

    public async Task<string> MustAsync(params string[] arguments) => (await RunAsync(null, arguments)).Must();

    public Task<Tool> RunAsync(string? input, params string[] arguments) => Tool.RunAsync(
        KubernetesTools.Kubectl, [.. Common(), .. arguments], input, environment: [("KUBECONFIG", KubeConfig())]);

    /// <summary>Runs a line as somebody would type it.</summary>
    public Task<Tool> ShellAsync(string line) => Tool.RunAsync(
        "bash", ["-c", line],
        environment: [("KUBECONFIG", KubeConfig()), ("HOME", _folder.FullName), ("PATH", $"{Path.GetDirectoryName(KubernetesTools.Kubectl)}:{Environment.GetEnvironmentVariable("PATH")}")]);

    /// <summary>Starts one that does not end by itself.</summary>
    public ProgramOutput Start(params string[] arguments) => ProgramOutput.Run(
        KubernetesTools.Kubectl, [.. Common(), .. arguments], new Dictionary<string, string> { ["KUBECONFIG"] = KubeConfig() });

    /// <summary>Writes a file for kubectl's <c>-f</c>.</summary>
    public string File(string content)
    {
        var path = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.yaml");
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private string[] Common() => ["--cache-dir", Path.Combine(_folder.FullName, "cache"), "-n", "flyte"];

    private string KubeConfig() => _world.KubeConfig("admin");
}
