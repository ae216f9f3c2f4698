using System.Net;

namespace BackendPlugins.Clustering.Kubernetes.Tests.Cluster;

internal static class Entries
{
    public static readonly DateTime Start = new(2026, 11, 24, 8, 0, 0, DateTimeKind.Utc);

    public static SiloAddress Silo(int index, int generation = 1, string address = "10.0.0.1") => SiloAddress.New(new IPEndPoint(IPAddress.Parse(address), 11111 + index), generation);

    public static MembershipEntry Of(SiloAddress silo, SiloStatus status = SiloStatus.Active) => new()
    {
        SiloAddress = silo, Status = status, ProxyPort = 30000, HostName = "host", SiloName = "silo", RoleName = "role", UpdateZone = 3, FaultZone = 4,
        StartTime = Start, IAmAliveTime = Start.AddTicks(1),
        SuspectTimes = [Tuple.Create(Silo(90), Start.AddTicks(2))],
    };

    public static MembershipEntry Copy(MembershipEntry entry) => new()
    {
        SiloAddress = entry.SiloAddress, Status = entry.Status, ProxyPort = entry.ProxyPort, HostName = entry.HostName, SiloName = entry.SiloName, RoleName = entry.RoleName,
        UpdateZone = entry.UpdateZone, FaultZone = entry.FaultZone, StartTime = entry.StartTime, IAmAliveTime = entry.IAmAliveTime, SuspectTimes = entry.SuspectTimes is { } votes ? [.. votes] : null,
    };

    public static string Canonical(MembershipEntry entry) => string.Join(
        '|', entry.SiloAddress.ToParsableString(), entry.Status, entry.ProxyPort, entry.HostName, entry.SiloName, entry.RoleName, entry.UpdateZone, entry.FaultZone,
        entry.StartTime.Ticks, string.Join(',', (entry.SuspectTimes ?? []).Select(vote => $"{vote.Item1.ToParsableString()}@{vote.Item2.Ticks}")));

    /// <summary>Everything that a heartbeat may not change.</summary>
    public static string Canonical(MembershipTableData data) => $"{data.Version.Version}/{data.Version.VersionEtag}: " + string.Join(
        ' ', data.Members.Select(member => $"{Canonical(member.Item1)}#{member.Item2}").Order(StringComparer.Ordinal));
}
