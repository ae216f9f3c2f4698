using System.ComponentModel.DataAnnotations;

namespace BackendPlugins.Clustering.Kubernetes;

/// <summary>How the Kubernetes API is reached. Section <c>Clustering:Kubernetes</c>.</summary>
public sealed class KubernetesClusteringOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Clustering:Kubernetes";

    /// <summary>
    /// Namespace of the cluster's objects. Default is null: the pod's own, or that of the kubeconfig's context, else
    /// <c>default</c>.
    /// </summary>
    [RegularExpression("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?", ErrorMessage = "Clustering:Kubernetes:Namespace must be the name of a namespace, such as \"flyte\".")]
    public string? Namespace { get; set; }

    /// <summary>
    /// A kubeconfig file. Default is null: the files of <c>KUBECONFIG</c>, else the pod's service account, else
    /// <c>~/.kube/config</c>.
    /// </summary>
    public string? KubeConfig { get; set; }

    /// <summary>Context of the kubeconfig. Default is null: its current one.</summary>
    public string? Context { get; set; }

    /// <summary>How long one call of the API may take. Default is 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:02:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Name of the pod that the silo runs in; with <see cref="PodUid"/> it owns the silo's Lease, which Kubernetes then removes
    /// with the pod. Default is <c>POD_NAME</c> of the environment, else null: cleaned up with the silo's row alone.
    /// </summary>
    public string? PodName { get; set; }

    /// <summary>The pod's uid. Default is <c>POD_UID</c> of the environment, else null.</summary>
    public string? PodUid { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (KubeConfig is { } file && !File.Exists(file))
        {
            yield return new ValidationResult($"Clustering:Kubernetes:KubeConfig names \"{file}\", which does not exist.", [nameof(KubeConfig)]);
        }

        if (PodName is null != PodUid is null)
        {
            yield return new ValidationResult(
                "Clustering:Kubernetes:PodName and Clustering:Kubernetes:PodUid (POD_NAME and POD_UID of the environment) go together; one is missing.",
                [nameof(PodUid)]);
        }
    }
}
