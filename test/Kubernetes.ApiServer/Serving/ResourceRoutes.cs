using BackendPlugins.Kubernetes.ApiServer.Answering;
using BackendPlugins.Kubernetes.ApiServer.Objects;

namespace BackendPlugins.Kubernetes.ApiServer.Serving;

/// <summary>Which resource a path names, and what is wanted of it.</summary>
internal sealed class ResourceRoutes(ResourceCatalog catalog)
{
    // /api/v1/..., /apis/{group}/{version}/...; then [watch/][namespaces/{namespace}/]{plural}[/{name}]
    public (ApiRequest Request, string Verb) Find(HttpContext context)
    {
        var steps = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (group, version, rest) = steps switch
        {
            ["api", var core, .. var more] => ("", core, more),
            ["apis", var name, var own, .. var more] => (name, own, more),
            _ => throw ApiFailureException.UnknownPath(),
        };
        var isOldWatch = rest is ["watch", _, ..];
        rest = isOldWatch ? rest[1..] : rest;
        var (space, tail) = rest is ["namespaces", var within, _, ..] ? (within, rest[2..]) : ("", rest);
        var kind = tail.Length is 1 or 2 ? catalog.Find(group, version, tail[0]) : null;
        if (kind is null)
        {
            throw ApiFailureException.UnknownPath();
        }

        var named = tail.Length == 2 ? tail[1] : null;
        var isWatch = isOldWatch || context.Request.Query["watch"] is ["true"] or ["1"];
        var verb = (context.Request.Method, named) switch
        {
            ("GET", _) when isWatch => "watch",
            ("GET", null) => "list",
            ("GET", _) => "get",
            ("POST", null) => "create",
            ("PUT", not null) => "update",
            ("PATCH", not null) => "patch",
            ("DELETE", not null) => "delete",
            _ => throw ApiFailureException.UnknownPath(),
        };
        return (new ApiRequest(context, kind, space, named), verb);
    }
}
