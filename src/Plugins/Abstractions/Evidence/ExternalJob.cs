namespace BackendPlugins;

/// <summary>Where a job stands at its service.</summary>
/// <param name="Id">The service's id of the job: chosen by us wherever the service accepts one.</param>
/// <param name="Coordinates">What else the service wants to find it, for BigQuery <c>project</c> and <c>location</c>. Stored and shown: nothing secret.</param>
public sealed record ExternalJob(string Id, IReadOnlyDictionary<string, string> Coordinates)
{
    /// <summary>A coordinate, or null where it is not known (yet).</summary>
    /// <param name="name">Its name.</param>
    public string? Coordinate(string name) => Coordinates.TryGetValue(name, out var value) ? value : null;
}
