using System.Text.Json.Nodes;

namespace BackendPlugins.Kubernetes.ApiServer.Objects;

/// <summary>A change.</summary>
/// <param name="Version">The store's version after it.</param>
/// <param name="Type">ADDED, MODIFIED or DELETED.</param>
/// <param name="Key">The object.</param>
/// <param name="Content">As it became; of a deleted one, its last content with the deletion's version.</param>
public sealed record StoreEvent(long Version, string Type, ObjectKey Key, JsonObject Content);
