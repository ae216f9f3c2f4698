using System.Text.Json.Nodes;

namespace BackendPlugins.Kubernetes.ApiServer.Objects;

/// <summary>A resource that the server serves.</summary>
/// <param name="Group">API group; empty for the core.</param>
/// <param name="Version">API version.</param>
/// <param name="Kind">Kind of its objects.</param>
/// <param name="Plural">Its name in paths.</param>
/// <param name="IsNamespaced">Whether its objects live in namespaces.</param>
/// <param name="Schema">Structural schema; null where any content goes.</param>
/// <param name="IsCustom">Whether a custom resource definition made it.</param>
/// <param name="ShortNames">What kubectl may call it.</param>
public sealed record ResourceKind(
    string Group, string Version, string Kind, string Plural, bool IsNamespaced, JsonObject? Schema = null, bool IsCustom = false, IReadOnlyList<string>? ShortNames = null)
{
    public static ResourceKind Namespaces { get; } = new("", "v1", "Namespace", "namespaces", IsNamespaced: false, ShortNames: ["ns"]);

    public static ResourceKind Definitions { get; } = new("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", IsNamespaced: false, ShortNames: ["crd"]);

    public static ResourceKind Leases { get; } = new("coordination.k8s.io", "v1", "Lease", "leases", IsNamespaced: true, LeaseSchema())
    {
        Columns = [PrinterColumn.ObjectName, new("Holder", "string", ".spec.holderIdentity", "Who holds it."), PrinterColumn.Age],
    };

    public static ResourceKind Roles { get; } = new("rbac.authorization.k8s.io", "v1", "Role", "roles", IsNamespaced: true);

    public static ResourceKind RoleBindings { get; } = new("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", IsNamespaced: true);

    /// <summary>Resources without a meaning of their own here: what is written is stored, and nothing follows from it.</summary>
    public static IReadOnlyList<ResourceKind> Stored { get; } =
    [
        new("", "v1", "Pod", "pods", IsNamespaced: true, ShortNames: ["po"]),
        new("", "v1", "Event", "events", IsNamespaced: true, ShortNames: ["ev"]),
        new("", "v1", "ServiceAccount", "serviceaccounts", IsNamespaced: true, ShortNames: ["sa"]),
        new("", "v1", "ConfigMap", "configmaps", IsNamespaced: true, ShortNames: ["cm"]),
        new("", "v1", "Service", "services", IsNamespaced: true, ShortNames: ["svc"]),
        new("apps", "v1", "Deployment", "deployments", IsNamespaced: true, ShortNames: ["deploy"]),
        new("batch", "v1", "Job", "jobs", IsNamespaced: true),
        new("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", IsNamespaced: true, ShortNames: ["hpa"]),
        new("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", IsNamespaced: true, ShortNames: ["pdb"]),
        new("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", IsNamespaced: true, ShortNames: ["netpol"]),
    ];

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    public string Singular => Kind.ToLowerInvariant();

    /// <summary>As messages name it.</summary>
    public string Qualified => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>As messages about content name it.</summary>
    public string QualifiedKind => Group.Length == 0 ? Kind : $"{Kind}.{Group}";

    /// <summary>What kubectl prints of its objects.</summary>
    public IReadOnlyList<PrinterColumn> Columns { get; init; } = [PrinterColumn.ObjectName, PrinterColumn.Age];

    /// <summary>The kinds that a definition makes.</summary>
    public static IEnumerable<ResourceKind> Of(JsonObject definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var spec = definition["spec"]!;
        var names = spec["names"]!;
        return spec["versions"]!.AsArray().Where(version => version!["served"]!.GetValue<bool>()).Select(version => new ResourceKind(
            spec["group"]!.GetValue<string>(),
            version!["name"]!.GetValue<string>(),
            names["kind"]!.GetValue<string>(),
            names["plural"]!.GetValue<string>(),
            spec["scope"]!.GetValue<string>() == "Namespaced",
            version["schema"]?["openAPIV3Schema"]?.AsObject(),
            IsCustom: true,
            names["shortNames"]?.AsArray().Select(name => name!.GetValue<string>()).ToArray())
        {
            Columns =
            [
                PrinterColumn.ObjectName,
                .. version["additionalPrinterColumns"] is JsonArray columns ? columns.Select(column => Column(column!)) : [PrinterColumn.Age],
            ],
        });
    }

    private static PrinterColumn Column(JsonNode column)
    {
        var path = column["jsonPath"]!.GetValue<string>();
        return new(
            column["name"]!.GetValue<string>(), column["type"]!.GetValue<string>(), path,
            column["description"]?.GetValue<string>() ?? $"Custom resource definition column (in JSONPath format): {path}");
    }

    private static JsonObject LeaseSchema() => JsonNode.Parse(
        """
        {"type":"object","properties":{"spec":{"type":"object","properties":{
          "holderIdentity":{"type":"string"},"leaseDurationSeconds":{"type":"integer","minimum":1},"leaseTransitions":{"type":"integer"},
          "acquireTime":{"type":"string","format":"micro-time"},"renewTime":{"type":"string","format":"micro-time"}}}}}
        """)!.AsObject();
}
