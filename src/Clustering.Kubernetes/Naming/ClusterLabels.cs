using System.Text.RegularExpressions;

namespace BackendPlugins.Clustering.Kubernetes.Naming;

/// <summary>Labels of a cluster's objects, to find them by.</summary>
internal static partial class ClusterLabels
{
    /// <summary>Holds the name of the cluster's object; on it and on every Lease.</summary>
    public const string Cluster = ClusterResource.Group + "/cluster";

    /// <summary>The labels; ids that are no legal values of labels are left out.</summary>
    public static Dictionary<string, string> Of(string name, string serviceId, string clusterId)
    {
        var labels = new Dictionary<string, string> { [Cluster] = name };
        Add("service-id", serviceId);
        Add("cluster-id", clusterId);
        return labels;

        void Add(string key, string value)
        {
            if (value.Length <= 63 && Legal().IsMatch(value))
            {
                labels[$"{ClusterResource.Group}/{key}"] = value;
            }
        }
    }

    [GeneratedRegex("^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$")]
    private static partial Regex Legal();
}
