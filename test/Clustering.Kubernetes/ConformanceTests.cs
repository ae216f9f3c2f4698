using BackendPlugins.Clustering.Kubernetes.Tests.Cluster;

namespace BackendPlugins.Clustering.Kubernetes.Tests;

/// <summary>The scenarios on the stand-in for an API server.</summary>
public sealed class ConformanceTests : ConformanceScenarios
{
    private protected override Task<KubernetesWorld> CreateAsync() => KubernetesWorld.CreateAsync();
}
