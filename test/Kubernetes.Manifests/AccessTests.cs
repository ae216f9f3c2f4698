using BackendPlugins.Clustering.Kubernetes;
using BackendPlugins.Kubernetes.Manifests.Tests.Rendering;
using k8s.Models;

namespace BackendPlugins.Kubernetes.Manifests.Tests;

/// <summary>Rights in Kubernetes: those that the code uses, where it uses them.</summary>
public sealed class AccessTests
{
    public static TheoryData<string> All => Renderings.Rows;

    [Theory]
    [InlineData("overlay kubernetes")]
    [InlineData("chart, kubernetes")]
    public async Task Roles_are_exactly_what_the_code_uses(string rendering)
    {
        var manifest = await Renderings.ReadAsync(rendering);
        Rules("silo").ShouldBe(RequiredAccess.Silo.Select(rule => rule.ToString()), ignoreOrder: true);
        Rules("gateway").ShouldBe(RequiredAccess.Gateway.Select(rule => rule.ToString()), ignoreOrder: true);

        IEnumerable<string> Rules(string component)
        {
            var account = manifest.Workloads.First(workload => workload.Component == component).Pod.ServiceAccountName;
            var binding = manifest.Of<V1RoleBinding>().Single(binding => binding.Subjects.Single() is { Kind: "ServiceAccount", NamespaceProperty: "flyte" } subject && subject.Name == account);
            return manifest.Of<V1Role>().Single(role => role.Metadata.Name == binding.RoleRef.Name).Rules
                .Select(rule => new AccessRule(rule.ApiGroups.Single(), rule.Resources.Single(), [.. rule.Verbs.Order(StringComparer.Ordinal)]).ToString());
        }
    }

    [Theory]
    [InlineData("overlay kubernetes")]
    [InlineData("chart, kubernetes")]
    public async Task A_gateway_may_read_the_object_of_its_own_cluster_alone(string rendering)
    {
        var manifest = await Renderings.ReadAsync(rendering);
        var settings = manifest.Of<V1ConfigMap>().Single().Data;
        var cluster = settings.TryGetValue("Clustering__ClusterId", out var set) ? set : new BackendPlugins.Hosting.Clustering.ClusteringOptions().ClusterId;
        manifest.Of<V1Role>().SelectMany(role => role.Rules).Single(rule => rule.Verbs.SequenceEqual(["get"])).ResourceNames
            .ShouldBe([ClusterObjectName.Of(new BackendPlugins.Hosting.Clustering.ClusteringOptions().ServiceId, cluster)]);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Nobody_else_has_rights_or_a_token(string rendering)
    {
        var manifest = await Renderings.ReadAsync(rendering);
        var onKubernetes = manifest.Of<V1ConfigMap>().Any(settings => settings.Data.TryGetValue("Clustering__Provider", out var provider) && provider == "kubernetes");
        manifest.Of<V1ClusterRole>().ShouldBeEmpty();
        manifest.Of<V1Role>().Count.ShouldBe(onKubernetes ? 2 : 0);
        manifest.Workloads.Where(workload => workload.Pod.AutomountServiceAccountToken != (onKubernetes && workload.Component is "silo" or "gateway"))
            .Select(workload => workload.Name).ShouldBeEmpty();
    }
}
