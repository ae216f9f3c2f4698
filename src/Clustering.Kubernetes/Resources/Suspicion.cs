using System.Text.Json.Serialization;

namespace BackendPlugins.Clustering.Kubernetes;

/// <summary>A vote that a silo is dead.</summary>
internal sealed class Suspicion
{
    [JsonPropertyName("silo")]
    public string Silo { get; set; } = "";

    [JsonPropertyName("time")]
    public string Time { get; set; } = "";
}
