using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Dashboard.Text;

/// <summary>Addresses of a job's page, relative to the application's root.</summary>
internal static class JobPath
{
    /// <summary>The page of a job.</summary>
    /// <param name="key">The job's key, <c>{category}/{hash}</c>.</param>
    public static string Of(string key) => $"jobs/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}";

    /// <inheritdoc cref="Of(string)"/>
    public static string Of(JobKey key) => Of(key.Value);
}
