namespace BackendPlugins.Kubernetes.ApiServer.Access;

/// <summary>Who may call.</summary>
/// <param name="Name">Name of the user.</param>
/// <param name="Grants">What it may do; null for everything.</param>
public sealed record ApiUser(string Name, IReadOnlyList<AccessGrant>? Grants = null)
{
    public static ApiUser Anonymous { get; } = new("system:anonymous", []);

    public bool May(string verb, string group, string resource, string? name) =>
        Grants is null || Grants.Any(grant => grant.Allows(verb, group, resource, name));
}
