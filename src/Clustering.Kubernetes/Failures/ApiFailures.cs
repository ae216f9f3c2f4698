using System.Net;
using System.Text.Json;
using k8s.Autorest;

namespace BackendPlugins.Clustering.Kubernetes.Failures;

/// <summary>What an answer of the API server means for membership, in words for the person who can act.</summary>
internal static class ApiFailures
{
    /// <summary>Reads a failed answer.</summary>
    /// <param name="failure">The answer.</param>
    /// <param name="what">The object, for example <c>OrleansCluster flyte/prod</c>.</param>
    public static KubernetesClusteringException Read(HttpOperationException failure, string what)
    {
        var body = failure.Response.Content ?? "";
        var said = Message(body);
        var status = failure.Response.StatusCode;
        var (trouble, message) = status switch
        {
            HttpStatusCode.NotFound when said is null => (KubernetesTrouble.NotInstalled,
                $"The API server does not know {ClusterResource.Plural}.{ClusterResource.Group}/{ClusterResource.Version}: the custom resource definition is not installed. "
                + "An administrator applies it once: kubectl apply -k k8s/crd"),
            HttpStatusCode.NotFound => (KubernetesTrouble.Absent, $"{what} does not exist ({said})."),
            HttpStatusCode.Unauthorized => (KubernetesTrouble.Unauthorized, $"The API server does not accept the credentials for {what} ({said ?? body}): is the service account's token mounted, or the kubeconfig's expired?"),
            HttpStatusCode.Forbidden => (KubernetesTrouble.Forbidden, $"{said ?? body}. Bind the service account to a Role in that namespace with these rules: {RequiredAccess.Text}"),
            HttpStatusCode.Conflict => (KubernetesTrouble.Conflict, said ?? body),
            HttpStatusCode.RequestEntityTooLarge => (KubernetesTrouble.TooLarge, TooLarge(what, said ?? body)),
            HttpStatusCode.InternalServerError when body.Contains("too large", StringComparison.Ordinal) => (KubernetesTrouble.TooLarge, TooLarge(what, said ?? body)),
            HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => (KubernetesTrouble.OutOfReach, $"The Kubernetes API server answers {(int)status} for {what}: {said ?? body}"),
            _ => (KubernetesTrouble.Refused, $"The Kubernetes API server refuses {what} with {(int)status}: {said ?? body}"),
        };
        return new KubernetesClusteringException(trouble, message, failure);
    }

    private static string TooLarge(string what, string said) =>
        $"{what} is larger than the API server stores ({said}): let Orleans forget dead silos sooner (ClusterMembershipOptions.DefunctSiloExpiration).";

    // A path that the server does not know is answered in plain text; an object that does not exist by a Status.
    private static string? Message(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } status && status.TryGetProperty("message", out var message) ? message.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
