using System.Text.Json.Nodes;
using BackendPlugins.Kubernetes.ApiServer.Objects;

namespace BackendPlugins.Kubernetes.ApiServer.Access;

/// <summary>What the Roles in the store let a service account do, in their namespaces.</summary>
internal static class StoredRoles
{
    private const string Prefix = "system:serviceaccount:";

    /// <summary>Whether a service account may do it; others have no Roles here.</summary>
    public static bool Allow(ObjectStore store, string user, string verb, string group, string resource, string space, string? name)
    {
        if (!user.StartsWith(Prefix, StringComparison.Ordinal) || user[Prefix.Length..].Split(':') is not [var accountSpace, var account])
        {
            return false;
        }

        return store.List(ResourceKind.RoleBindings.Qualified, space).Objects
            .Where(binding => Items(binding.Content, "subjects").Any(subject =>
                Text(subject, "kind") == "ServiceAccount" && Text(subject, "name") == account && (Text(subject, "namespace") ?? space) == accountSpace))
            .Select(binding => store.Find(new ObjectKey(ResourceKind.Roles.Qualified, space, Text(binding.Content["roleRef"], "name") ?? "")))
            .Any(role => role is not null && Items(role.Content, "rules").Any(rule =>
                Names(rule, "apiGroups").Contains(group) && Names(rule, "resources").Contains(resource) && Names(rule, "verbs").Contains(verb)
                && (Names(rule, "resourceNames") is not { Length: > 0 } names || (name is not null && names.Contains(name)))));
    }

    private static IEnumerable<JsonNode?> Items(JsonObject content, string list) => content[list] as JsonArray ?? [];

    private static string[] Names(JsonNode? rule, string list) => [.. (rule?[list] as JsonArray ?? []).Select(name => name!.GetValue<string>())];

    private static string? Text(JsonNode? node, string name) => node?[name]?.GetValue<string>();
}
