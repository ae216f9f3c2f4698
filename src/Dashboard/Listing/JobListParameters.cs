namespace BackendPlugins.Dashboard.Listing;

/// <summary>Names of the job list's query parameters. People keep such addresses: the names stay.</summary>
internal static class JobListParameters
{
    public const string Phase = "phase";

    public const string Plugin = "plugin";

    public const string Project = "project";

    public const string Domain = "domain";

    public const string Execution = "execution";

    public const string Node = "node";

    public const string ExternalId = "external_id";

    public const string Key = "key";

    public const string Text = "text";

    public const string Since = "since";

    public const string From = "from";

    public const string To = "to";

    public const string Order = "order";

    public const string Limit = "limit";

    public const string Cursor = "cursor";

    public const string Trail = "trail";
}
