using System.Text.Json;
using k8s;
using k8s.Models;
using YamlDotNet.Serialization;

namespace BackendPlugins.Kubernetes.Manifests.Tests.Rendering;

/// <summary>The objects of a rendering, parsed with every unknown field and wrong type as an error.</summary>
internal sealed class Manifest
{
    // Kinds of the Prometheus operator, which no client library has.
    private static readonly string[] Foreign = ["ServiceMonitor", "PrometheusRule"];

    private Manifest(IReadOnlyList<object> objects, IReadOnlyList<string> documents)
    {
        Objects = objects;
        Documents = documents;
    }

    /// <summary>All but those of the Prometheus operator.</summary>
    public IReadOnlyList<object> Objects { get; }

    /// <summary>The same as JSON, as they were written.</summary>
    public IReadOnlyList<string> Documents { get; }

    public IReadOnlyList<Workload> Workloads =>
    [
        .. Of<V1Deployment>().Select(item => new Workload(item.Kind, item.Metadata, item.Spec.Selector.MatchLabels, item.Spec.Replicas, item.Spec.Template)),
        .. Of<V1StatefulSet>().Select(item => new Workload(item.Kind, item.Metadata, item.Spec.Selector.MatchLabels, item.Spec.Replicas, item.Spec.Template)),
        .. Of<V1Job>().Select(item => new Workload(item.Kind, item.Metadata, new Dictionary<string, string>(), null, item.Spec.Template)),
    ];

    public IReadOnlyList<T> Of<T>() => [.. Objects.OfType<T>()];

    public static Manifest Parse(string yaml)
    {
        var reader = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().WithDuplicateKeyChecking().Build();
        var documents = yaml.Split("\n---", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(text => text.StartsWith("---", StringComparison.Ordinal) ? text[3..] : text)
            .Select(text => (Text: text, Data: reader.Deserialize<Dictionary<string, object>?>(text)))
            .Where(document => document.Data is not null && !Foreign.Contains(document.Data["kind"]))
            .ToList();
        return new Manifest(
            [.. KubernetesYaml.LoadAllFromString(string.Join("\n---\n", documents.Select(document => document.Text)), null, strict: true)],
            [.. documents.Select(document => JsonSerializer.Serialize(WithoutFolds(document.Data!)))]);
    }

    // kustomize folds long base64, which Kubernetes unfolds, and the published schema does not.
    private static Dictionary<string, object> WithoutFolds(Dictionary<string, object> document)
    {
        if (document["kind"] is "Secret" && document.TryGetValue("data", out var data))
        {
            document["data"] = ((Dictionary<object, object>)data).ToDictionary(entry => entry.Key, entry => (object)((string)entry.Value).ReplaceLineEndings(""));
        }

        return document;
    }
}

/// <param name="Kind">Deployment, StatefulSet or Job.</param>
/// <param name="Metadata">Its own.</param>
/// <param name="Selector">The labels that it looks for.</param>
/// <param name="Replicas">How many; null where it does not say.</param>
/// <param name="Template">Its pods.</param>
internal sealed record Workload(string Kind, V1ObjectMeta Metadata, IDictionary<string, string> Selector, int? Replicas, V1PodTemplateSpec Template)
{
    public string Name => $"{Kind} {Metadata.Name}";

    public V1PodSpec Pod => Template.Spec;

    public V1Container Container => Pod.Containers[0];

    public string Component => Template.Metadata.Labels["app.kubernetes.io/component"];

    public bool IsChosenBy(IDictionary<string, string>? labels) => labels is { Count: > 0 } && labels.All(label => Template.Metadata.Labels.TryGetValue(label.Key, out var value) && value == label.Value);
}
