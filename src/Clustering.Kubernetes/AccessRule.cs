namespace BackendPlugins.Clustering.Kubernetes;

/// <summary>One rule of a Role.</summary>
/// <param name="ApiGroup">Its API group.</param>
/// <param name="Resource">Its resource, in the plural.</param>
/// <param name="Verbs">What is done with it, in alphabetical order.</param>
public sealed record AccessRule(string ApiGroup, string Resource, IReadOnlyList<string> Verbs)
{
    /// <inheritdoc/>
    public override string ToString() => $"{{apiGroups: [{ApiGroup}], resources: [{Resource}], verbs: [{string.Join(", ", Verbs)}]}}";
}
