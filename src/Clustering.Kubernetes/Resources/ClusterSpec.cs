using System.Text.Json.Serialization;

namespace BackendPlugins.Clustering.Kubernetes;

/// <summary>Content of a <see cref="ClusterResource"/>; its schema is in Manifests/crd.yaml.</summary>
internal sealed class ClusterSpec
{
    [JsonPropertyName("serviceId")]
    public string ServiceId { get; set; } = "";

    [JsonPropertyName("clusterId")]
    public string ClusterId { get; set; } = "";

    [JsonPropertyName("version")]
    public int Version { get; set; }

    [JsonPropertyName("silos")]
    public List<SiloRow> Silos { get; set; } = [];
}
