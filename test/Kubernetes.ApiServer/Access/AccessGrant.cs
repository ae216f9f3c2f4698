namespace BackendPlugins.Kubernetes.ApiServer.Access;

/// <summary>One rule of a role.</summary>
/// <param name="Group">API group.</param>
/// <param name="Resource">Resource, in the plural.</param>
/// <param name="Verbs">Verbs.</param>
/// <param name="Names">Names of objects; null for all.</param>
public sealed record AccessGrant(string Group, string Resource, IReadOnlyList<string> Verbs, IReadOnlyList<string>? Names = null)
{
    public bool Allows(string verb, string group, string resource, string? name) =>
        Group == group && Resource == resource && Verbs.Contains(verb) && (Names is null || (name is not null && Names.Contains(name)));
}
