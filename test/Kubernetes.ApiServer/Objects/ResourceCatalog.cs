namespace BackendPlugins.Kubernetes.ApiServer.Objects;

/// <summary>What the server serves: a few built-in resources, and those of the definitions in its store.</summary>
public sealed class ResourceCatalog(ObjectStore store)
{
    public IReadOnlyList<ResourceKind> All =>
    [
        ResourceKind.Namespaces, ResourceKind.Definitions, ResourceKind.Leases, ResourceKind.Roles, ResourceKind.RoleBindings, .. ResourceKind.Stored,
        .. store.List(ResourceKind.Definitions.Qualified, "").Objects.SelectMany(definition => ResourceKind.Of(definition.Content)),
    ];

    public ResourceKind? Find(string group, string version, string plural) =>
        All.FirstOrDefault(kind => kind.Group == group && kind.Version == version && kind.Plural == plural);
}
