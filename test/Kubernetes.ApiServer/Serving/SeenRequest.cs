namespace BackendPlugins.Kubernetes.ApiServer.Serving;

/// <summary>A request that came.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path.</param>
/// <param name="Query">Query with its question mark.</param>
/// <param name="Verb">Verb of Kubernetes; empty where the path is none of a resource.</param>
/// <param name="Resource">Qualified resource.</param>
/// <param name="User">Name of the user.</param>
public sealed record SeenRequest(string Method, string Path, string Query, string Verb, string Resource, string User);
