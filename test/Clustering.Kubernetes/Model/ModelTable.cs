using System.Collections.Immutable;
using System.Globalization;
using BackendPlugins.Clustering.Kubernetes.Tests.Cluster;

namespace BackendPlugins.Clustering.Kubernetes.Tests.Model;

/// <summary>A row as it should be.</summary>
/// <param name="Entry">All of it but the sign of life.</param>
/// <param name="Status">Its status.</param>
/// <param name="Trace">The latest of start and votes.</param>
/// <param name="Sign">The last sign of life.</param>
/// <param name="Version">Version of the table at which it was written.</param>
internal sealed record ModelRow(string Entry, SiloStatus Status, DateTime Trace, DateTime Sign, int Version);

/// <summary>The table as it should be: a version, and rows under compare-and-swap.</summary>
internal sealed record ModelTable(int Version, ImmutableSortedDictionary<string, ModelRow> Rows)
{
    public static ModelTable Empty { get; } = new(0, ImmutableSortedDictionary<string, ModelRow>.Empty);

    /// <summary>The table after a write; null where it must not be done.</summary>
    public ModelTable? Insert(MembershipEntry entry, TableVersion version) =>
        version.Version == Version + 1 && !Rows.ContainsKey(Key(entry)) ? With(entry) : null;

    /// <summary>The table after a write; null where it must not be done.</summary>
    public ModelTable? Update(MembershipEntry entry, string etag, TableVersion version) =>
        version.Version == Version + 1 && Rows.TryGetValue(Key(entry), out var row) && row.Version.ToString(CultureInfo.InvariantCulture) == etag ? With(entry) : null;

    public ModelTable Beat(string silo, DateTime time) => Rows.TryGetValue(silo, out var row) ? this with { Rows = Rows.SetItem(silo, row with { Sign = Later(row.Sign, time) }) } : this;

    public ModelTable CleanUp(DateTime before)
    {
        var kept = Rows.RemoveRange(Rows.Where(row => row.Value.Status == SiloStatus.Dead && Later(row.Value.Trace, row.Value.Sign) < before).Select(row => row.Key));
        return kept.Count == Rows.Count ? this : new ModelTable(Version + 1, kept);
    }

    public bool IsLike(MembershipTableData data) =>
        data.Version.Version == Version && data.Members.Count == Rows.Count && data.Members.All(member =>
            Rows.TryGetValue(Key(member.Item1), out var row)
            && (row.Entry, row.Sign, row.Version.ToString(CultureInfo.InvariantCulture)) == (Entries.Canonical(member.Item1), member.Item1.IAmAliveTime, member.Item2));

    public override string ToString() => $"{Version}: {string.Join(' ', Rows.Values.Select(row => $"{row.Entry}#{row.Version}~{row.Sign.Ticks}"))}";

    public static string Key(MembershipEntry entry) => entry.SiloAddress.ToParsableString();

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;

    private ModelTable With(MembershipEntry entry)
    {
        var trace = (entry.SuspectTimes ?? []).Select(vote => vote.Item2).Append(entry.StartTime).Max();
        var sign = Rows.TryGetValue(Key(entry), out var before) ? Later(before.Sign, entry.IAmAliveTime) : entry.IAmAliveTime;
        return new ModelTable(Version + 1, Rows.SetItem(Key(entry), new ModelRow(Entries.Canonical(entry), entry.Status, trace, sign, Version + 1)));
    }
}
