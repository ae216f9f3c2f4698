namespace BackendPlugins.Clustering.Kubernetes;

/// <summary>The table of members could not be read or written; the message says what to do about it.</summary>
public sealed class KubernetesClusteringException : Exception
{
    internal KubernetesClusteringException(KubernetesTrouble trouble, string message, Exception? inner = null)
        : base(message, inner) => Trouble = trouble;

    /// <summary>The kind of failure.</summary>
    public KubernetesTrouble Trouble { get; }
}
