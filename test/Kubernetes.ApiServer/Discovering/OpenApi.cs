using System.Text.Json.Nodes;
using BackendPlugins.Kubernetes.ApiServer.Objects;

namespace BackendPlugins.Kubernetes.ApiServer.Discovering;

/// <summary>Schemas of what is served, as OpenAPI 3: from them kubectl knows that the server validates fields, and explains them.</summary>
internal sealed class OpenApi(ResourceCatalog catalog)
{
    /// <summary>Finds what a path of the schemas answers; null where it is none.</summary>
    public JsonObject? Find(HttpRequest request) => request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["openapi", "v3"] => new JsonObject
        {
            ["paths"] = new JsonObject(catalog.All.Select(PathOf).Distinct().Select(path => KeyValuePair.Create(path, (JsonNode?)new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}" }))),
        },
        ["openapi", "v3", .. var path] when catalog.All.Where(kind => PathOf(kind) == string.Join('/', path)).ToArray() is { Length: > 0 } kinds => Schemas(kinds),
        _ => null,
    };

    private static string PathOf(ResourceKind kind) => kind.Group.Length == 0 ? "api/v1" : $"apis/{kind.Group}/{kind.Version}";

    private static JsonObject Schemas(ResourceKind[] kinds)
    {
        var (paths, schemas) = (new JsonObject(), new JsonObject());
        foreach (var kind in kinds)
        {
            var collection = $"/{PathOf(kind)}/{(kind.IsNamespaced ? "namespaces/{namespace}/" : "")}{kind.Plural}";
            paths[collection] = new JsonObject { ["get"] = Operation(kind, "list"), ["post"] = Operation(kind, "post") };
            paths[collection + "/{name}"] = new JsonObject
            {
                ["get"] = Operation(kind, "get"), ["put"] = Operation(kind, "put"), ["patch"] = Operation(kind, "patch"), ["delete"] = Operation(kind, "delete"),
            };
            var schema = kind.Schema?.DeepClone().AsObject() ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
            schema["x-kubernetes-group-version-kind"] = new JsonArray(Named(kind));
            schemas[$"{kind.Group}.{kind.Version}.{kind.Kind}".TrimStart('.')] = schema;
        }

        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "v1.32.0-stand-in" },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas },
        };
    }

    private static JsonObject Operation(ResourceKind kind, string action) => new()
    {
        ["parameters"] = new JsonArray([.. ((string[])["dryRun", "fieldManager", "fieldValidation"]).Select(name => new JsonObject
        {
            ["name"] = name, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = "string" },
        })]),
        ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
        ["x-kubernetes-action"] = action,
        ["x-kubernetes-group-version-kind"] = Named(kind),
    };

    private static JsonObject Named(ResourceKind kind) => new() { ["group"] = kind.Group, ["version"] = kind.Version, ["kind"] = kind.Kind };
}
