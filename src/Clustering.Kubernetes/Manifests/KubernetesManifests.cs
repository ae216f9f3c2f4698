namespace BackendPlugins.Clustering.Kubernetes;

/// <summary>What has to be installed in Kubernetes before a silo starts.</summary>
public static class KubernetesManifests
{
    /// <summary>The custom resource definition of the table of members, as YAML.</summary>
    public static string CustomResourceDefinition()
    {
        using var stream = typeof(KubernetesManifests).Assembly.GetManifestResourceStream("crd.yaml")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
