namespace BackendPlugins.Flyte.V2;

/// <summary>Links on the wire.</summary>
public static class TaskLogs
{
    /// <summary>Writes a link.</summary>
    /// <param name="link">The link.</param>
    public static Core.TaskLog ToWire(LogLink link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return new Core.TaskLog
        {
            Name = link.Name,
            Uri = link.Uri,
            MessageFormat = Core.TaskLog.Types.MessageFormat.Unknown,
            LinkType = Core.TaskLog.Types.LinkType.Dashboard,
            Ready = true,
        };
    }
}
