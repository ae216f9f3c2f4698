namespace BackendPlugins.Contracts;

/// <summary>Outputs of a job that succeeded.</summary>
/// <param name="Literals">Values by name; never empty, since an empty outputs message would hide what the task wrote itself.</param>
public sealed record JobOutputs(IReadOnlyDictionary<string, Literal> Literals);
