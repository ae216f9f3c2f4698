namespace BackendPlugins.Simulators.BigQuery.Jobs;

/// <summary>On-demand billing: whole MiB, at least ten of them when anything is read.</summary>
internal static class Billing
{
    private const long MiB = 1024 * 1024;

    public static long Billed(long bytes) => bytes <= 0 ? 0 : Math.Max(10 * MiB, (bytes + MiB - 1) / MiB * MiB);
}
