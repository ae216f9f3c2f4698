namespace BackendPlugins.Clustering.Kubernetes;

/// <summary>The rights that this library uses, all in the namespace of the cluster's objects; a manifest is held against them.</summary>
public static class RequiredAccess
{
    /// <summary>Of a silo.</summary>
    public static IReadOnlyList<AccessRule> Silo { get; } =
    [
        new(ClusterResource.Group, ClusterResource.Plural, ["create", "delete", "get", "update"]),

        // Server-side apply creates what is absent, for which patch alone is not enough.
        new("coordination.k8s.io", "leases", ["create", "delete", "list", "patch"]),
    ];

    /// <summary>Of a gateway; can be narrowed to the one object by <c>resourceNames</c>, see <see cref="ClusterObjectName"/>.</summary>
    public static IReadOnlyList<AccessRule> Gateway { get; } = [new(ClusterResource.Group, ClusterResource.Plural, ["get"])];

    internal static string Text => "for silos " + string.Join(", ", Silo) + "; for gateways " + string.Join(", ", Gateway) + ".";
}
