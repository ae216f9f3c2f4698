using BackendPlugins.Clustering.Kubernetes.Tests.Cluster;

namespace BackendPlugins.Clustering.Kubernetes.Tests;

/// <summary>What Orleans demands of a table of members, in the numbering of its own kit for providers.</summary>
public abstract class ConformanceScenarios : IAsyncLifetime
{
    private KubernetesWorld? _created;
    private IMembershipTable _table = null!;

    private KubernetesWorld World => _created!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _created = await CreateAsync();
        _table = await World.InitializedAsync();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _created?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private protected abstract Task<KubernetesWorld> CreateAsync();

    [Fact]
    public async Task G01_G03_An_insert_commits_one_version_and_keeps_every_field()
    {
        var before = await _table.ReadAllAsync(Stop);
        var entry = Entries.Of(Entries.Silo(1));

        (await _table.InsertRowAsync(entry, before.Version.Next(), Stop)).ShouldBeTrue();

        var after = await _table.ReadAllAsync(Stop);
        (before.Version.Version, after.Version.Version).ShouldBe((0, 1));
        after.Version.VersionEtag.ShouldNotBe(before.Version.VersionEtag);
        Entries.Canonical(after.Members.Single().Item1).ShouldBe(Entries.Canonical(entry));
        after.Members.Single().Item1.IAmAliveTime.ShouldBe(entry.IAmAliveTime);
    }

    [Fact]
    public async Task G02_An_update_with_current_tokens_commits_one_version()
    {
        await InsertAsync(Entries.Silo(1));
        (await UpdateAsync(Entries.Silo(1), entry => entry.Status = SiloStatus.ShuttingDown)).ShouldBeTrue();

        var after = await _table.ReadAllAsync(Stop);
        after.Version.Version.ShouldBe(2);
        after.Members.Single().Item1.Status.ShouldBe(SiloStatus.ShuttingDown);
    }

    [Fact]
    public async Task G04_G09_Another_handle_sees_every_version()
    {
        var other = World.Table();
        await InsertAsync(Entries.Silo(1));
        await InsertAsync(Entries.Silo(2));

        Entries.Canonical(await other.ReadAllAsync(Stop)).ShouldBe(Entries.Canonical(await _table.ReadAllAsync(Stop)));
    }

    [Fact]
    public async Task G05_Dead_stays_dead_and_the_successor_is_a_row_of_its_own()
    {
        await InsertAsync(Entries.Silo(1), SiloStatus.Dead);
        await InsertAsync(Entries.Silo(1, generation: 2));

        await _table.CleanupDefunctSiloEntriesAsync(Entries.Start.AddDays(1), Stop);

        var only = (await _table.ReadAllAsync(Stop)).Members.Single().Item1;
        (only.SiloAddress.Generation, only.Status).ShouldBe((2, SiloStatus.Active));
        (await _table.ReadRowAsync(Entries.Silo(1), Stop)).Members.ShouldBeEmpty();
    }

    [Fact]
    public async Task G06_A_heartbeat_changes_its_time_alone_by_one_blind_write()
    {
        await InsertAsync(Entries.Silo(1));
        var before = await _table.ReadAllAsync(Stop);
        var seen = World.IsStandIn ? World.Server.Seen.Count : 0;

        await _table.UpdateIAmAliveAsync(new MembershipEntry { SiloAddress = Entries.Silo(1), IAmAliveTime = Entries.Start.AddMinutes(1) }, Stop);

        if (World.IsStandIn)
        {
            World.Server.Seen.Skip(seen).Select(request => (request.Verb, request.Resource)).ShouldBe([("patch", "leases.coordination.k8s.io")]);
        }

        await SeenAsync(Entries.Silo(1), Entries.Start.AddMinutes(1));
        var after = await _table.ReadAllAsync(Stop);
        Entries.Canonical(after).ShouldBe(Entries.Canonical(before));
        after.Members.Single().Item1.IAmAliveTime.ShouldBe(Entries.Start.AddMinutes(1));
    }

    [Fact]
    public async Task G07_G08_Tokens_from_before_a_heartbeat_commit_a_status_and_a_vote()
    {
        await InsertAsync(Entries.Silo(1));
        (await UpdateAsync(Entries.Silo(1), entry => entry.Status = SiloStatus.Stopping, () => BeatAsync(Entries.Silo(1), Entries.Start.AddMinutes(1)))).ShouldBeTrue();
        (await UpdateAsync(Entries.Silo(1), entry => entry.AddSuspector(Entries.Silo(2), Entries.Start), () => BeatAsync(Entries.Silo(1), Entries.Start.AddMinutes(2)))).ShouldBeTrue();

        var entry = (await _table.ReadRowAsync(Entries.Silo(1), Stop)).Members.Single().Item1;
        (entry.Status, entry.SuspectTimes!.Count, entry.IAmAliveTime).ShouldBe((SiloStatus.Stopping, 2, Entries.Start.AddMinutes(2)));
    }

    [Fact]
    public async Task G10_G13_G14_Stale_duplicate_and_missing_are_false_without_effect()
    {
        var first = (await _table.ReadAllAsync(Stop)).Version;
        await InsertAsync(Entries.Silo(1));
        var before = await _table.ReadAllAsync(Stop);

        (await _table.InsertRowAsync(Entries.Of(Entries.Silo(2)), first.Next(), Stop)).ShouldBeFalse();
        (await _table.InsertRowAsync(Entries.Of(Entries.Silo(1)), before.Version.Next(), Stop)).ShouldBeFalse();
        (await _table.UpdateRowAsync(Entries.Of(Entries.Silo(3)), before.Members[0].Item2, before.Version.Next(), Stop)).ShouldBeFalse();

        Entries.Canonical(await _table.ReadAllAsync(Stop)).ShouldBe(Entries.Canonical(before));
    }

    [Fact]
    public async Task G11_G12_An_update_on_a_stale_table_or_row_is_false_without_effect()
    {
        await InsertAsync(Entries.Silo(1));
        var old = await _table.ReadAllAsync(Stop);
        await UpdateAsync(Entries.Silo(1), entry => entry.ProxyPort = 1);
        var before = await _table.ReadAllAsync(Stop);

        (await _table.UpdateRowAsync(Entries.Of(Entries.Silo(1)), before.Members[0].Item2, old.Version.Next(), Stop)).ShouldBeFalse();
        (await _table.UpdateRowAsync(Entries.Of(Entries.Silo(1)), old.Members[0].Item2, old.Version.Next(), Stop)).ShouldBeFalse();
        (await _table.UpdateRowAsync(Entries.Of(Entries.Silo(1)), old.Members[0].Item2, before.Version.Next(), Stop)).ShouldBeFalse();

        Entries.Canonical(await _table.ReadAllAsync(Stop)).ShouldBe(Entries.Canonical(before));
    }

    [Fact]
    public async Task G15_A_row_reads_as_the_whole_table_does()
    {
        await InsertAsync(Entries.Silo(1));
        await InsertAsync(Entries.Silo(2));
        var all = await _table.ReadAllAsync(Stop);
        var row = await _table.ReadRowAsync(Entries.Silo(2), Stop);

        Entries.Canonical(row).ShouldBe(Entries.Canonical(new MembershipTableData([.. all.Members.Where(member => member.Item1.SiloAddress.Equals(Entries.Silo(2)))], all.Version)));
        Entries.Canonical(await _table.ReadRowAsync(Entries.Silo(3), Stop)).ShouldBe(Entries.Canonical(new MembershipTableData(all.Version)));
    }

    [Fact]
    public async Task G16_G17_G18_G19_What_was_given_or_returned_does_not_alias_the_store()
    {
        var inserted = Entries.Of(Entries.Silo(1));
        await _table.InsertRowAsync(inserted, (await _table.ReadAllAsync(Stop)).Version.Next(), Stop);
        var returned = await _table.ReadAllAsync(Stop);
        var kept = Entries.Canonical(returned);
        Spoil(inserted);
        Entries.Canonical(await _table.ReadAllAsync(Stop)).ShouldBe(kept);

        await InsertAsync(Entries.Silo(2));
        Entries.Canonical(returned).ShouldBe(kept);
        var now = Entries.Canonical(await _table.ReadAllAsync(Stop));
        Spoil(returned.Members[0].Item1);
        Entries.Canonical(await _table.ReadAllAsync(Stop)).ShouldBe(now);
    }

    [Fact]
    public async Task G20_G21_G22_Of_many_writers_on_one_version_one_wins_and_readers_see_committed_views_alone()
    {
        const int writers = 128;
        var handles = Enumerable.Range(0, 8).Select(_ => World.Table()).ToArray();
        var start = await _table.ReadAllAsync(Stop);
        var wins = await Task.WhenAll(Enumerable.Range(0, writers).Select(index => handles[index % handles.Length].InsertRowAsync(Entries.Of(Entries.Silo(index)), start.Version.Next(), Stop)));
        wins.Count(won => won).ShouldBe(1);

        var writing = Task.WhenAll(Enumerable.Range(200, 8).Select(index => InsertUntilDoneAsync(handles[index % 8], Entries.Silo(index))));
        while (!writing.IsCompleted)
        {
            var view = await _table.ReadAllAsync(Stop);
            view.Members.Count.ShouldBe(view.Version.Version);
            (await _table.ReadRowAsync(Entries.Silo(200), Stop)).Version.Version.ShouldBeGreaterThanOrEqualTo(view.Version.Version);
        }

        await writing;
        (await _table.ReadAllAsync(Stop)).Version.Version.ShouldBe(9);
    }

    [Fact]
    public async Task G23_Initialising_again_keeps_what_is_there()
    {
        await InsertAsync(Entries.Silo(1));
        var before = Entries.Canonical(await _table.ReadAllAsync(Stop));

        await _table.InitializeMembershipTableAsync(true, Stop);
        await World.InitializedAsync();

        Entries.Canonical(await _table.ReadAllAsync(Stop)).ShouldBe(before);
    }

    [Fact]
    public async Task G24_G26_G27_Clusters_of_one_namespace_are_apart()
    {
        var other = await World.InitializedAsync("cluster-2");
        await InsertAsync(Entries.Silo(1));
        await BeatAsync(Entries.Silo(1), Entries.Start.AddHours(1));
        (await other.InsertRowAsync(Entries.Of(Entries.Silo(1)), (await other.ReadAllAsync(Stop)).Version.Next(), Stop)).ShouldBeTrue();
        (await other.ReadAllAsync(Stop)).Members.Single().Item1.IAmAliveTime.ShouldBe(Entries.Start.AddTicks(1));

        (await Should.ThrowAsync<ArgumentException>(() => _table.DeleteMembershipTableEntriesAsync("cluster-2", Stop))).ParamName.ShouldBe("clusterId");
        (await _table.ReadAllAsync(Stop)).Members.Count.ShouldBe(1);

        await _table.DeleteMembershipTableEntriesAsync("cluster", Stop);
        (await other.ReadAllAsync(Stop)).Members.Count.ShouldBe(1);
        (await Should.ThrowAsync<KubernetesClusteringException>(() => _table.ReadAllAsync(Stop))).Message.ShouldContain("restart all silos");
    }

    [Fact]
    public async Task G25_Cleanup_takes_only_what_is_dead_and_strictly_older()
    {
        await InsertAsync(Entries.Silo(1), SiloStatus.Dead);
        await InsertAsync(Entries.Silo(2));
        await InsertAsync(Entries.Silo(3), SiloStatus.Dead);
        await BeatAsync(Entries.Silo(3), Entries.Start.AddMinutes(5));

        // The vote is the latest trace of the first.
        await _table.CleanupDefunctSiloEntriesAsync(Entries.Start.AddTicks(2), Stop);
        (await _table.ReadAllAsync(Stop)).Members.Count.ShouldBe(3);

        await _table.CleanupDefunctSiloEntriesAsync(Entries.Start.AddTicks(3), Stop);
        var after = await _table.ReadAllAsync(Stop);
        after.Version.Version.ShouldBe(4);
        after.Members.Select(member => member.Item1.SiloAddress).ShouldBe([Entries.Silo(2), Entries.Silo(3)]);

        await _table.CleanupDefunctSiloEntriesAsync(Entries.Start.AddMinutes(6), Stop);
        (await World.LeasesAsync()).ShouldBe(0);
    }

    private async Task InsertAsync(SiloAddress silo, SiloStatus status = SiloStatus.Active) =>
        (await _table.InsertRowAsync(Entries.Of(silo, status), (await _table.ReadAllAsync(Stop)).Version.Next(), Stop)).ShouldBeTrue();

    private static async Task InsertUntilDoneAsync(IMembershipTable table, SiloAddress silo)
    {
        while (!await table.InsertRowAsync(Entries.Of(silo), (await table.ReadAllAsync(Stop)).Version.Next(), Stop))
        {
            await Task.Yield();
        }
    }

    private async Task<bool> UpdateAsync(SiloAddress silo, Action<MembershipEntry> change, Func<Task>? between = null)
    {
        var read = await _table.ReadRowAsync(silo, Stop);
        change(read.Members[0].Item1);
        await (between?.Invoke() ?? Task.CompletedTask);
        return await _table.UpdateRowAsync(read.Members[0].Item1, read.Members[0].Item2, read.Version.Next(), Stop);
    }

    private async Task BeatAsync(SiloAddress silo, DateTime time)
    {
        await _table.UpdateIAmAliveAsync(new MembershipEntry { SiloAddress = silo, IAmAliveTime = time }, Stop);
        await SeenAsync(silo, time);
    }

    // A real API server lists from its memory, which may be a moment late.
    private async Task SeenAsync(SiloAddress silo, DateTime time)
    {
        var start = TimeProvider.System.GetTimestamp();
        while ((await _table.ReadRowAsync(silo, Stop)).Members.Single().Item1.IAmAliveTime != time)
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(10), "a sign of life is seen");
        }
    }

    private static void Spoil(MembershipEntry entry)
    {
        entry.Status = SiloStatus.Dead;
        entry.HostName = "spoilt";
        entry.SuspectTimes!.Clear();
    }
}
