using BackendPlugins.Contracts.Operations;
using BackendPlugins.Dashboard.Problems;

namespace BackendPlugins.Dashboard.Live;

/// <summary>Reads the silos: the members as the cluster knows them, and each one's own report.</summary>
internal sealed class SiloReader(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // A member that died stays in the table; after this time nobody asks for it any more.
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    /// <summary>Reads them, those that work first.</summary>
    public async Task<IReadOnlyList<SiloView>> ReadAsync()
    {
        var management = grains.GetGrain<IManagementGrain>(0);
        var recent = time.GetUtcNow() - Remembered;
        var members = (await management.GetDetailedHosts(onlyActive: false))
            .Where(member => member.Status is not SiloStatus.Dead || new DateTimeOffset(DateTime.SpecifyKind(member.IAmAliveTime, DateTimeKind.Utc)) > recent)
            .ToList();
        var active = members.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress).ToArray();
        var jobs = JobsAsync(management, active);
        var views = await Task.WhenAll(members.Select(member => ViewAsync(management, member)));
        var counts = await jobs;
        return
        [
            .. views.Select(view => view with { Jobs = counts.TryGetValue(view.Address, out var count) ? count : null })
                .OrderBy(view => view.Status != nameof(SiloStatus.Active)).ThenBy(view => view.Name, StringComparer.Ordinal).ThenByDescending(view => view.StartedAt),
        ];
    }

    private async Task<SiloView> ViewAsync(IManagementGrain management, MembershipEntry member)
    {
        var address = member.SiloAddress;
        var view = new SiloView
        {
            Address = address.ToParsableString(),
            Name = member.SiloName,
            Host = member.HostName,
            Status = member.Status.ToString(),
            StartedAt = Utc(member.StartTime),
            AliveAt = Utc(member.IAmAliveTime),
        };
        if (member.Status != SiloStatus.Active)
        {
            return view;
        }

        var report = ReportAsync(address);
        var statistics = await QuietlyAsync(async () => (await management.GetRuntimeStatistics([address])) is [var one, ..] ? one : null);
        view = view with { Report = await report };
        if (statistics is not { } known)
        {
            return view;
        }

        var environment = known.EnvironmentStatistics;
        return view with
        {
            Activations = known.ActivationCount,
            Cpu = environment.FilteredCpuUsagePercentage,
            Memory = environment.FilteredMemoryUsageBytes,
            MemoryShare = environment.MaximumAvailableMemoryBytes > 0 ? 100.0 * environment.FilteredMemoryUsageBytes / environment.MaximumAvailableMemoryBytes : null,
        };
    }

    private Task<SiloReport?> ReportAsync(SiloAddress silo) => QuietlyAsync(async () =>
    {
        var report = await grains.AskSiloAsync<ISiloReportGrain, SiloReport>(silo, grain => grain.ReadAsync());
        return report.Silo == silo.ToParsableString() ? report : null;
    });

    private async Task<Dictionary<string, long>> JobsAsync(IManagementGrain management, SiloAddress[] silos)
    {
        var statistics = await QuietlyAsync<SimpleGrainStatistic[]>(async () => await management.GetSimpleGrainStatistics(silos)) ?? [];
        return statistics
            .Where(statistic => statistic.GrainType.Split('.', ',')[^1] == "JobGrain" || statistic.GrainType.EndsWith(".JobGrain", StringComparison.Ordinal))
            .GroupBy(statistic => statistic.SiloAddress.ToParsableString())
            .ToDictionary(group => group.Key, group => group.Sum(statistic => (long)statistic.ActivationCount));
    }

    /// <summary>A silo that does not answer is a row without its figures, and no failure of the others.</summary>
    private async Task<T?> QuietlyAsync<T>(Func<Task<T?>> read)
        where T : class
    {
        try
        {
            return await read().WaitAsync(Patience, time);
        }
        catch (Exception exception) when (Outage.Of(exception) is not null)
        {
            return null;
        }
    }

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
