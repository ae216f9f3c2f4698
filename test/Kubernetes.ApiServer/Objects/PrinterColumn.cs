namespace BackendPlugins.Kubernetes.ApiServer.Objects;

/// <summary>A column of what kubectl prints.</summary>
/// <param name="Name">Its head.</param>
/// <param name="Type">string, integer or date; a date is printed as an age.</param>
/// <param name="Path">Where the value is, as steps after dots.</param>
/// <param name="Description">What it is.</param>
public sealed record PrinterColumn(string Name, string Type, string Path, string Description)
{
    public static PrinterColumn ObjectName { get; } = new("Name", "string", ".metadata.name", "Name of the object.");

    public static PrinterColumn Age { get; } = new("Age", "date", ".metadata.creationTimestamp", "Time since its creation.");
}
