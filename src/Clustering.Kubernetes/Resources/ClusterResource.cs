using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace BackendPlugins.Clustering.Kubernetes;

/// <summary>The table of members: every row and the version in one object, since Kubernetes writes one object at a time.</summary>
internal sealed class ClusterResource : IKubernetesObject<V1ObjectMeta>
{
    public const string Group = "backendplugins.internal";
    public const string Version = "v1";
    public const string Plural = "orleansclusters";
    public const string KindName = "OrleansCluster";

    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = $"{Group}/{Version}";

    [JsonPropertyName("kind")]
    public string Kind { get; set; } = KindName;

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    [JsonPropertyName("spec")]
    public ClusterSpec Spec { get; set; } = new();
}
