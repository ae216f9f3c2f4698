namespace BackendPlugins.Kubernetes.ApiServer.Objects;

/// <summary>Where an object is stored.</summary>
/// <param name="Resource">Qualified resource.</param>
/// <param name="Namespace">Its namespace; empty for one of the cluster's.</param>
/// <param name="Name">Its name.</param>
public readonly record struct ObjectKey(string Resource, string Namespace, string Name);
