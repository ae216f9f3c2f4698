using System.Text.Json.Serialization;

namespace BackendPlugins.Clustering.Kubernetes;

/// <summary>One silo in the table of members. Times are text: Kubernetes' own time types have fewer digits than Orleans'.</summary>
internal sealed class SiloRow
{
    [JsonPropertyName("address")]
    public string Address { get; set; } = "";

    [JsonPropertyName("port")]
    public int Port { get; set; }

    [JsonPropertyName("generation")]
    public int Generation { get; set; }

    [JsonPropertyName("status")]
    public string Status { get; set; } = "";

    [JsonPropertyName("proxyPort")]
    public int ProxyPort { get; set; }

    [JsonPropertyName("hostName")]
    public string? HostName { get; set; }

    [JsonPropertyName("siloName")]
    public string? SiloName { get; set; }

    [JsonPropertyName("roleName")]
    public string? RoleName { get; set; }

    [JsonPropertyName("updateZone")]
    public int UpdateZone { get; set; }

    [JsonPropertyName("faultZone")]
    public int FaultZone { get; set; }

    [JsonPropertyName("startTime")]
    public string StartTime { get; set; } = "";

    [JsonPropertyName("iAmAliveTime")]
    public string IAmAliveTime { get; set; } = "";

    [JsonPropertyName("suspects")]
    public List<Suspicion>? Suspects { get; set; }

    /// <summary>Version of the table at which the row was written; a sign of life does not change it.</summary>
    [JsonPropertyName("etag")]
    public string ETag { get; set; } = "";

    /// <summary>Names the write that the row came with.</summary>
    [JsonPropertyName("write")]
    public string Write { get; set; } = "";
}
