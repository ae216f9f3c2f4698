using BackendPlugins.Clustering.Kubernetes.Tests.Cluster;

namespace BackendPlugins.Clustering.Kubernetes.Tests;

/// <summary>The scenarios on a real API server, where one is given: its objects have names of their own and are removed.</summary>
public sealed class RealServerTests : ConformanceScenarios
{
    private protected override Task<KubernetesWorld> CreateAsync()
    {
        var kubeConfig = Environment.GetEnvironmentVariable("KUBECONFIG");
        Assert.SkipUnless(
            kubeConfig is { Length: > 0 },
            "Needs a Kubernetes API server: set KUBECONFIG to a file whose context has a namespace for tests, and apply k8s/crd there first.");
        return Task.FromResult(KubernetesWorld.OnReal(kubeConfig!));
    }
}
