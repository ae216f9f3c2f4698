using System.ComponentModel.DataAnnotations;

namespace BackendPlugins.Dashboard;

/// <summary>Settings of the operators' pages.</summary>
public sealed class DashboardOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Dashboard";

    /// <summary>Whether a host serves the pages.</summary>
    /// <value>The default is true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Whether the pages can change anything: poll now, cancel, adopt, try a task.</summary>
    /// <value>The default is true.</value>
    public bool Actions { get; set; } = true;

    /// <summary>
    /// The request header in which a proxy that signs people in names them, for example <c>X-Forwarded-User</c>. Requests without
    /// it are refused, and what a person does is logged under the name. Only for ports that nobody reaches but through that proxy.
    /// </summary>
    /// <value>Empty by default: the pages ask nobody who they are.</value>
    public string UserHeader { get; set; } = "";

    /// <summary>How often the pages that somebody looks at are renewed.</summary>
    /// <value>The default is two seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:01:00")]
    public TimeSpan Refresh { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Most jobs in one export.</summary>
    /// <value>The default is a million.</value>
    [Range(1, int.MaxValue)]
    public int MaximumExport { get; set; } = 1_000_000;
}
