using System.Globalization;
using System.Net;

namespace BackendPlugins.Clustering.Kubernetes.Resources;

/// <summary>Between Orleans' entries and what is stored of them. Every reading makes new objects, so nothing aliases the store.</summary>
internal static class SiloRows
{
    public static SiloRow ToRow(this MembershipEntry entry, int version, string write) => new()
    {
        Address = entry.SiloAddress.Endpoint.Address.ToString(),
        Port = entry.SiloAddress.Endpoint.Port,
        Generation = entry.SiloAddress.Generation,
        Status = entry.Status.ToString(),
        ProxyPort = entry.ProxyPort,
        HostName = entry.HostName,
        SiloName = entry.SiloName,
        RoleName = entry.RoleName,
        UpdateZone = entry.UpdateZone,
        FaultZone = entry.FaultZone,
        StartTime = Text(entry.StartTime),
        IAmAliveTime = Text(entry.IAmAliveTime),
        Suspects = entry.SuspectTimes?.ConvertAll(vote => new Suspicion { Silo = vote.Item1.ToParsableString(), Time = Text(vote.Item2) }),
        ETag = version.ToString(CultureInfo.InvariantCulture),
        Write = write,
    };

    public static MembershipEntry ToEntry(this SiloRow row, DateTime? lastSign) => new()
    {
        SiloAddress = row.Silo(),
        Status = Enum.Parse<SiloStatus>(row.Status),
        ProxyPort = row.ProxyPort,
        HostName = row.HostName!,
        SiloName = row.SiloName!,
        RoleName = row.RoleName!,
        UpdateZone = row.UpdateZone,
        FaultZone = row.FaultZone,
        StartTime = Time(row.StartTime),
        IAmAliveTime = Later(Time(row.IAmAliveTime), lastSign),
        SuspectTimes = row.Suspects?.ConvertAll(vote => Tuple.Create(SiloAddress.FromParsableString(vote.Silo), Time(vote.Time))),
    };

    public static SiloAddress Silo(this SiloRow row) => SiloAddress.New(new IPEndPoint(IPAddress.Parse(row.Address), row.Port), row.Generation);

    public static bool IsOf(this SiloRow row, SiloAddress silo) => row.Port == silo.Endpoint.Port && row.Generation == silo.Generation && row.Silo().Equals(silo);

    /// <summary>Whether the row is of a silo that died, and whose last trace is older than a time.</summary>
    public static bool IsForgettable(this SiloRow row, DateTime? lastSign, DateTime before) =>
        row.Status == nameof(SiloStatus.Dead)
        && Later(Time(row.StartTime), lastSign) < before
        && Time(row.IAmAliveTime) < before
        && (row.Suspects ?? []).TrueForAll(vote => Time(vote.Time) < before);

    private static DateTime Later(DateTime one, DateTime? other) => other > one ? other.Value : one;

    private static string Text(DateTime time) =>
        (time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc)).ToString("O", CultureInfo.InvariantCulture);

    private static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
