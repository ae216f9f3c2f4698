using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using BackendPlugins.Clustering.Kubernetes;
using BackendPlugins.Processes;

namespace BackendPlugins.Kubernetes.Cluster.Tests.Cluster;

/// <summary>
/// The stand-in for an API server as a process of its own, that can be killed and comes back as it was. Silos and gateways have the
/// Roles of <c>k8s/components/clustering-kubernetes</c>.
/// </summary>
internal sealed class ApiServerProcess : IAsyncDisposable
{
    private const string Table = $"apis/backendplugins.internal/v1/namespaces/default/orleansclusters";
    private const string Leases = "apis/coordination.k8s.io/v1/namespaces/default/leases";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubernetes-api-");
    private readonly int _port = StandaloneInstance.FreePort();
    private readonly HttpClient _http;
    private ProgramOutput? _program;

    private ApiServerProcess()
    {
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}/") };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "admin");
    }

    public static async Task<ApiServerProcess> CreateAsync()
    {
        var server = new ApiServerProcess();
        await server.StartAsync();
        await server.ApplyAsync("apis/apiextensions.k8s.io/v1/customresourcedefinitions", KubernetesManifests.CustomResourceDefinition());
        var access = await File.ReadAllTextAsync(Path.Combine(Root(), "k8s", "components", "clustering-kubernetes", "access.yaml"));
        foreach (var document in access.Split("---\n"))
        {
            var plural = document.Contains("kind: RoleBinding\n", StringComparison.Ordinal) ? "rolebindings" : "roles";
            await server.ApplyAsync($"apis/rbac.authorization.k8s.io/v1/namespaces/default/{plural}", document);
        }

        return server;
    }

    public async Task StartAsync()
    {
        _program = ProgramOutput.Start(
            "Kubernetes.ApiServer", "BackendPlugins.Kubernetes.ApiServer",
            "--port", $"{_port}", "--state", Path.Combine(_folder.FullName, "state"), "--accounts", "default:backend-plugins-silo,default:backend-plugins-gateway");
        await _program.WaitForLineAsync(line => line.StartsWith("Kubernetes API at", StringComparison.Ordinal), TimeSpan.FromSeconds(30));
    }

    public Task KillAsync() => _program!.KillAsync();

    /// <summary>Writes a kubeconfig that stands for a component's service account.</summary>
    public string KubeConfig(string component)
    {
        var path = Path.Combine(_folder.FullName, component);
        File.WriteAllText(path, $$$"""
            apiVersion: v1
            kind: Config
            current-context: test
            contexts: [{name: test, context: {cluster: test, user: test, namespace: default}}]
            clusters: [{name: test, cluster: {server: "{{{_http.BaseAddress}}}"}}]
            users: [{name: test, user: {token: backend-plugins-{{{component}}}}}]
            """);
        return path;
    }

    /// <summary>Version of the table, and the status of each silo in it, by name.</summary>
    public async Task<(int Version, IReadOnlyDictionary<string, string> Silos)> MembersAsync()
    {
        var spec = (await ReadAsync($"{Table}/{ClusterObjectName.Of("backend-plugins", "backend-plugins")}"))["spec"]!;
        return (spec["version"]!.GetValue<int>(), spec["silos"]!.AsArray().ToDictionary(silo => silo!["siloName"]!.GetValue<string>(), silo => silo!["status"]!.GetValue<string>()));
    }

    /// <summary>Waits until exactly these silos are active, whatever others there have been.</summary>
    public async Task ActiveAsync(IEnumerable<string> names, TimeSpan? most = null)
    {
        var wanted = names.Order(StringComparer.Ordinal).ToArray();
        await Silo.Tests.Cluster.Until.TrueAsync(
            async () => (await MembersAsync()).Silos.Where(silo => silo.Value == "Active").Select(silo => silo.Key).Order(StringComparer.Ordinal).SequenceEqual(wanted),
            $"active: {string.Join(' ', wanted)}", most);
    }

    /// <summary>Times of the silos' last signs of life.</summary>
    public async Task<IReadOnlyList<DateTimeOffset>> SignsAsync() =>
        [.. (await ReadAsync(Leases))["items"]!.AsArray().Select(lease => lease!["spec"]!["renewTime"]!.GetValue<DateTimeOffset>())];

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _program!.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<JsonNode> ReadAsync(string path) =>
        JsonNode.Parse(await _http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken))!;

    private async Task ApplyAsync(string path, string document)
    {
        using var body = new StringContent(document, Encoding.UTF8, "application/yaml");
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
    }

    private static string Root([System.Runtime.CompilerServices.CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
