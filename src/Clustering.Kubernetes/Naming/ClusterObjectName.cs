using System.Security.Cryptography;
using System.Text;

namespace BackendPlugins.Clustering.Kubernetes;

/// <summary>Names of the objects of a cluster. Ids of Orleans are free text, names of Kubernetes are not.</summary>
public static class ClusterObjectName
{
    // A label's value has at most 63 characters, and the name is one.
    private const int Readable = 54;

    /// <summary>
    /// Name of the custom resource that holds the table of members: what is readable of both ids, and a hash of them whole, so
    /// that no two clusters of a namespace share one.
    /// </summary>
    /// <param name="serviceId">Orleans' service id.</param>
    /// <param name="clusterId">Orleans' cluster id.</param>
    /// <returns>A name of at most 63 characters.</returns>
    public static string Of(string serviceId, string clusterId)
    {
        ArgumentException.ThrowIfNullOrEmpty(serviceId);
        ArgumentException.ThrowIfNullOrEmpty(clusterId);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{serviceId.Length}:{serviceId}{clusterId}")))[..8];
        var readable = string.Concat($"{serviceId}-{clusterId}".ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
        readable = readable[..Math.Min(readable.Length, Readable)].Trim('-');
        return readable.Length == 0 ? $"cluster-{hash}" : $"{readable}-{hash}";
    }
}
