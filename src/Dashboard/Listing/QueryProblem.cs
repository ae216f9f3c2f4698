namespace BackendPlugins.Dashboard.Listing;

/// <summary>Why an address cannot be answered.</summary>
/// <param name="Parameter">The query parameter.</param>
/// <param name="Detail">The rest of the sentence that begins with the parameter's name: what it must be.</param>
internal sealed record QueryProblem(string Parameter, string Detail);
