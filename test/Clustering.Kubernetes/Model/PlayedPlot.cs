using BackendPlugins.Clustering.Kubernetes.Tests.Cluster;
using BackendPlugins.Kubernetes.ApiServer.Serving;

namespace BackendPlugins.Clustering.Kubernetes.Tests.Model;

/// <summary>
/// Plays a plot with real handles against a table as it should be. What a call said must be so; after one that threw, its write is
/// there in whole or not at all.
/// </summary>
internal sealed class PlayedPlot(KubernetesWorld world, string cluster)
{
    // Short for those whose calls get no answer; whoever looks how it really is has time.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.4);

    private static readonly SiloStatus[] Ways = [SiloStatus.Active, SiloStatus.ShuttingDown, SiloStatus.Stopping, SiloStatus.Dead];

    private readonly IMembershipTable _truth = world.Table(cluster);
    private readonly IMembershipTable[] _tables = [.. Enumerable.Range(0, Plot.Handles).Select(_ => world.Table(cluster, limit: Patience))];
    private readonly MembershipTableData[] _read = new MembershipTableData[Plot.Handles];
    private ModelTable _model = ModelTable.Empty;
    private int _generation;
    private int _minute;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Writes of which nobody was told whether they were done.</summary>
    public int Unknown { get; private set; }

    public int Wins { get; private set; }

    public int Losses { get; private set; }

    public async Task PlayAsync(Plot plot)
    {
        await _truth.InitializeMembershipTableAsync(true, Stop);
        var now = await _truth.ReadAllAsync(Stop);
        Array.Fill(_read, now);
        foreach (var scene in plot.Scenes)
        {
            if (scene.Fault is { } fault)
            {
                world.Server.Faults.Add(fault, scene.Verb, scene.Verb is "list" or "patch" ? "leases" : "orleansclusters", scene.Times);
            }

            var possible = scene.Deed == Deed.Race ? await RaceAsync(scene, now.Version) : await DoAsync(scene);
            world.Server.Faults.Clear();
            now = await _truth.ReadAllAsync(Stop);
            _model = possible.FirstOrDefault(table => table.IsLike(now))
                ?? throw new InvalidOperationException($"After {scene} the table is at {now.Version} with\n{Entries.Canonical(now)}\nand should be one of\n{string.Join('\n', possible)}");

            // Mostly a silo looks again after what it did, as Orleans does, and sometimes it goes on with what it knew.
            if (scene.Pick % 3 > 0)
            {
                _read[scene.Handle] = now;
            }
        }
    }

    // All tables that may be there afterwards.
    private Task<IReadOnlyList<ModelTable>> DoAsync(Scene scene) => scene.Deed switch
    {
        Deed.Read => ReadAsync(scene),
        Deed.ReadRow => ReadRowAsync(scene),
        Deed.Insert => WriteAsync(scene, NewSilo(), isInsert: true),
        Deed.InsertAgain => Row(scene) is { } row ? WriteAsync(scene, row.Item1, isInsert: true) : Nothing(),
        Deed.Advance => Row(scene) is { } row ? UpdateAsync(scene, row, entry => entry.Status = Ways[Math.Min(Array.IndexOf(Ways, entry.Status) + 1 + (scene.Pick % 2 * 2), Ways.Length - 1)]) : Nothing(),
        Deed.Vote => Row(scene) is { } row ? UpdateAsync(scene, row, entry => entry.AddSuspector(Entries.Silo(80 + scene.Handle), Now())) : Nothing(),
        Deed.Beat => BeatAsync(scene),
        _ => CleanUpAsync(scene),
    };

    private async Task<IReadOnlyList<ModelTable>> ReadAsync(Scene scene)
    {
        if (await TryAsync(scene, async () => await _tables[scene.Handle].ReadAllAsync(Stop)) is { } read)
        {
            read.Version.Version.ShouldBeGreaterThanOrEqualTo(_read[scene.Handle].Version.Version);
            _model.IsLike(read).ShouldBeTrue($"{scene} read {Entries.Canonical(read)}, should have been {_model}");
            _read[scene.Handle] = read;
        }

        return [_model];
    }

    private async Task<IReadOnlyList<ModelTable>> ReadRowAsync(Scene scene)
    {
        var silo = Row(scene)?.Item1.SiloAddress ?? Entries.Silo(70);
        if (await TryAsync(scene, async () => await _tables[scene.Handle].ReadRowAsync(silo, Stop)) is { } read)
        {
            var rows = _model.Rows.Where(row => row.Key == silo.ToParsableString());
            (_model with { Rows = _model.Rows.Clear().AddRange(rows) }).IsLike(read).ShouldBeTrue($"{scene} read {Entries.Canonical(read)} of {_model}");
        }

        return [_model];
    }

    private async Task<IReadOnlyList<ModelTable>> WriteAsync(Scene scene, MembershipEntry entry, bool isInsert, string etag = "")
    {
        var version = _read[scene.Handle].Version.Next();
        var next = isInsert ? _model.Insert(entry, version) : _model.Update(entry, etag, version);
        var table = _tables[scene.Handle];
        var done = await TryAsync<bool?>(scene, async () => isInsert ? await table.InsertRowAsync(entry, version, Stop) : await table.UpdateRowAsync(entry, etag, version, Stop));
        (Wins, Losses, Unknown) = (Wins + (done == true ? 1 : 0), Losses + (done == false ? 1 : 0), Unknown + (done is null ? 1 : 0));
        if (done == false)
        {
            (next is null || scene.Fault == ApiFault.Conflict).ShouldBeTrue($"{scene} was refused a write that was right at {_model}");
        }

        return done switch
        {
            true => [next ?? throw new InvalidOperationException($"{scene} was told that a write was done that must not be at {_model}")],
            null when next is not null => [_model, next],
            _ => [_model],
        };
    }

    private Task<IReadOnlyList<ModelTable>> UpdateAsync(Scene scene, Tuple<MembershipEntry, string> row, Action<MembershipEntry> change)
    {
        // Orleans changes a copy, too.
        var entry = Entries.Copy(row.Item1);
        change(entry);
        return WriteAsync(scene, entry, isInsert: false, row.Item2);
    }

    private async Task<IReadOnlyList<ModelTable>> BeatAsync(Scene scene)
    {
        if (Row(scene)?.Item1 is not { } entry || !_model.Rows.ContainsKey(ModelTable.Key(entry)))
        {
            return [_model];
        }

        var time = Now();
        var done = await TryAsync<bool?>(scene, async () =>
        {
            await _tables[scene.Handle].UpdateIAmAliveAsync(new MembershipEntry { SiloAddress = entry.SiloAddress, IAmAliveTime = time }, Stop);
            return true;
        });
        var after = _model.Beat(ModelTable.Key(entry), time);
        return done is null ? [_model, after] : [after];
    }

    private async Task<IReadOnlyList<ModelTable>> CleanUpAsync(Scene scene)
    {
        var before = Entries.Start.AddMinutes(_minute + 1 - scene.Pick);
        var done = await TryAsync<bool?>(
            scene,
            async () =>
            {
                await _tables[scene.Handle].CleanupDefunctSiloEntriesAsync(before, Stop);
                return true;
            },
            mayConflict: scene.Fault == ApiFault.Conflict);
        return done is null ? [_model, _model.CleanUp(before)] : [_model.CleanUp(before)];
    }

    // Whoever wins, one alone does.
    private async Task<IReadOnlyList<ModelTable>> RaceAsync(Scene scene, TableVersion version)
    {
        var entries = _tables.Select(_ => NewSilo()).ToArray();
        var done = await Task.WhenAll(_tables.Select((table, index) => TryAsync<bool?>(scene, async () => await table.InsertRowAsync(entries[index], version.Next(), Stop))));
        done.Count(won => won == true).ShouldBeLessThanOrEqualTo(1, $"{scene} has several winners");
        var next = entries.Select(entry => _model.Insert(entry, version.Next())!).ToArray();
        if (Array.IndexOf(done, true) is >= 0 and var winner)
        {
            return [next[winner]];
        }

        (scene.Fault is not null || done.Contains(null)).ShouldBeTrue($"{scene} has no winner");
        return [_model, .. next.Where((_, index) => done[index] is null)];
    }

    // Null where the call did not say what it did. A lost race is no exception.
    private static async Task<T?> TryAsync<T>(Scene scene, Func<Task<T>> call, bool mayConflict = false)
    {
        try
        {
            return await call();
        }
        catch (KubernetesClusteringException failure)
        {
            (failure.Trouble is KubernetesTrouble.OutOfReach or KubernetesTrouble.Unknown || (mayConflict && failure.Trouble == KubernetesTrouble.Conflict))
                .ShouldBeTrue($"{scene} threw {failure.Trouble}: {failure.Message}");
            return default;
        }
    }

    private Task<IReadOnlyList<ModelTable>> Nothing() => Task.FromResult<IReadOnlyList<ModelTable>>([_model]);

    private Tuple<MembershipEntry, string>? Row(Scene scene) => _read[scene.Handle].Members is { Count: > 0 } rows ? rows[scene.Pick % rows.Count] : null;

    private MembershipEntry NewSilo() => Entries.Of(Entries.Silo(1, ++_generation));

    private DateTime Now() => Entries.Start.AddMinutes(++_minute);
}
