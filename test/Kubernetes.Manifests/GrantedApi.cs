using BackendPlugins.Clustering.Kubernetes;
using BackendPlugins.Kubernetes.ApiServer.Access;
using BackendPlugins.Kubernetes.ApiServer.Objects;
using BackendPlugins.Kubernetes.ApiServer.Serving;
using BackendPlugins.Kubernetes.Manifests.Tests.Rendering;
using k8s.Models;
using Server = BackendPlugins.Kubernetes.ApiServer.ApiServer;

namespace BackendPlugins.Kubernetes.Manifests.Tests;

/// <summary>A stand-in for an API server that lets silos and gateways do what the Roles of a manifest say, and nothing else.</summary>
internal sealed class GrantedApi(Server server, string folder) : IAsyncDisposable
{
    public static async Task<GrantedApi> StartAsync(Manifest manifest, string folder)
    {
        var store = new ObjectStore();
        var definition = Yaml.Read(KubernetesManifests.CustomResourceDefinition()).AsObject();
        definition["metadata"]!["uid"] = "definition";
        store.Write(
            new ObjectKey(ResourceKind.Definitions.Qualified, "", definition["metadata"]!["name"]!.GetValue<string>()),
            _ => new StoredObject(definition, new Dictionary<string, string>()));
        var users = new[] { "silo", "gateway" }.ToDictionary(component => component, component => new ApiUser(component, Grants(manifest, component)));
        return new GrantedApi(await Server.StartAsync(store, users), folder);
    }

    /// <summary>Writes the kubeconfig of a component, which stands for its service account.</summary>
    public async Task<string> KubeConfigAsync(string component)
    {
        var path = Path.Combine(folder, $"kubeconfig-{component}");
        await File.WriteAllTextAsync(path, $$$"""
            apiVersion: v1
            kind: Config
            current-context: test
            contexts: [{name: test, context: {cluster: test, user: test, namespace: default}}]
            clusters: [{name: test, cluster: {server: "{{{server.Address}}}"}}]
            users: [{name: test, user: {token: {{{component}}} }}]
            """);
        return path;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static List<AccessGrant> Grants(Manifest manifest, string component)
    {
        var account = manifest.Workloads.First(workload => workload.Component == component).Pod.ServiceAccountName;
        var binding = manifest.Of<V1RoleBinding>().Single(binding => binding.Subjects.Any(subject => subject.Name == account));
        return [.. manifest.Of<V1Role>().Single(role => role.Metadata.Name == binding.RoleRef.Name).Rules.Select(rule =>
            new AccessGrant(rule.ApiGroups.Single(), rule.Resources.Single(), [.. rule.Verbs], rule.ResourceNames is { Count: > 0 } names ? [.. names] : null))];
    }
}
