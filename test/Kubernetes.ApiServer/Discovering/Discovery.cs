using System.Text.Json.Nodes;
using BackendPlugins.Kubernetes.ApiServer.Objects;

namespace BackendPlugins.Kubernetes.ApiServer.Discovering;

/// <summary>Tells clients which groups, versions and resources there are: all in one answer to those that know how to ask for it, else group by group.</summary>
internal sealed class Discovery(ResourceCatalog catalog)
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private static readonly string[] Verbs = ["create", "delete", "get", "list", "patch", "update", "watch"];

    private static readonly ResourceKind Review = new("authorization.k8s.io", "v1", "SelfSubjectAccessReview", "selfsubjectaccessreviews", IsNamespaced: false);

    /// <summary>Finds what a path of discovery answers.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Body and content type; null where the path is none of discovery.</returns>
    public (JsonObject Body, string Type)? Find(HttpRequest request)
    {
        var steps = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var wantsAll = request.Headers.Accept.ToString().Contains("g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", StringComparison.Ordinal);
        var body = steps switch
        {
            _ when !HttpMethods.IsGet(request.Method) => null,
            ["version"] => new JsonObject { ["major"] = "1", ["minor"] = "32", ["gitVersion"] = "v1.32.0-stand-in", ["platform"] = "linux/amd64" },
            ["api" or "apis"] when wantsAll => All(steps[0] == "api"),
            ["api"] => new JsonObject { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1"), ["serverAddressByClientCIDRs"] = new JsonArray() },
            ["apis"] => new JsonObject { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray([.. Groups().Select(group => Group(group.Key, group))]) },
            ["apis", var name] when Groups().FirstOrDefault(group => group.Key == name) is { } group => Group(name, group),
            ["api", "v1"] => Resources("", "v1"),
            ["apis", var name, var version] when Kinds().Any(kind => kind.Group == name && kind.Version == version) => Resources(name, version),
            _ => null,
        };
        return body is null ? null : (body, wantsAll && steps is ["api" or "apis"] ? Aggregated : "application/json");
    }

    private IEnumerable<ResourceKind> Kinds() => catalog.All.Append(Review);

    private IEnumerable<IGrouping<string, ResourceKind>> Groups() => Kinds().Where(kind => kind.Group.Length > 0).GroupBy(kind => kind.Group);

    private static JsonArray VerbsOf(ResourceKind kind) => new([.. (ReferenceEquals(kind, Review) ? ["create"] : Verbs).Select(verb => JsonValue.Create(verb))]);

    private static JsonArray Shorts(ResourceKind kind) => new([.. (kind.ShortNames ?? []).Select(name => JsonValue.Create(name))]);

    private JsonObject All(bool isCore) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = "apidiscovery.k8s.io/v2",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. Kinds().Where(kind => kind.Group.Length == 0 == isCore).GroupBy(kind => kind.Group).Select(group => new JsonObject
        {
            ["metadata"] = isCore ? new JsonObject() : new JsonObject { ["name"] = group.Key },
            ["versions"] = new JsonArray([.. group.GroupBy(kind => kind.Version).Select(version => new JsonObject
            {
                ["version"] = version.Key,
                ["freshness"] = "Current",
                ["resources"] = new JsonArray([.. version.Select(kind => new JsonObject
                {
                    ["resource"] = kind.Plural,
                    ["responseKind"] = new JsonObject { ["group"] = kind.Group, ["version"] = kind.Version, ["kind"] = kind.Kind },
                    ["scope"] = kind.IsNamespaced ? "Namespaced" : "Cluster",
                    ["singularResource"] = kind.Singular,
                    ["shortNames"] = Shorts(kind),
                    ["verbs"] = VerbsOf(kind),
                })]),
            })]),
        })]),
    };

    private static JsonObject Group(string name, IEnumerable<ResourceKind> kinds)
    {
        var versions = kinds.Select(kind => kind.Version).Distinct().Select(version => new JsonObject { ["groupVersion"] = $"{name}/{version}", ["version"] = version }).ToArray();
        return new JsonObject
        {
            ["kind"] = "APIGroup", ["apiVersion"] = "v1", ["name"] = name,
            ["versions"] = new JsonArray([.. versions.Select(version => version.DeepClone())]),
            ["preferredVersion"] = versions[0].DeepClone(),
        };
    }

    private JsonObject Resources(string group, string version) => new()
    {
        ["kind"] = "APIResourceList",
        ["apiVersion"] = "v1",
        ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}",
        ["resources"] = new JsonArray([.. Kinds().Where(kind => kind.Group == group && kind.Version == version).Select(kind => new JsonObject
        {
            ["name"] = kind.Plural,
            ["singularName"] = kind.Singular,
            ["namespaced"] = kind.IsNamespaced,
            ["kind"] = kind.Kind,
            ["shortNames"] = Shorts(kind),
            ["verbs"] = VerbsOf(kind),
        })]),
    };
}
