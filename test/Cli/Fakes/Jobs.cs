using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Cli.Tests.Fakes;

/// <summary>A job that tests talk about.</summary>
internal static class Jobs
{
    public const string Category = "bigquery_query_job_task";
    public const string Key = "bigquery_query_job_task/q2mdkx4v7a5ec3jrnzt6wbyhuo";

    public static byte[] Meta => ResourceMeta.Write(JobKey.TryParse(Key, out var key) ? key : throw new InvalidOperationException("No key."));
}
