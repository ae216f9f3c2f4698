using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Dashboard.Text;

/// <summary>Addresses of a job's page.</summary>
internal static class JobPath
{
    /// <summary>The page of a job.</summary>
    /// <param name="root">The application's path base; empty at the root.</param>
    /// <param name="key">The job's key, <c>{category}/{hash}</c>.</param>
    public static string Of(string root, string key) =>
        $"{root}/jobs/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}";

    /// <inheritdoc cref="Of(string, string)"/>
    public static string Of(string root, JobKey key) => Of(root, key.Value);
}
