using BackendPlugins.Clustering.Kubernetes.Tests.Cluster;
using BackendPlugins.Kubernetes.ApiServer.Objects;
using BackendPlugins.Kubernetes.ApiServer.Serving;

namespace BackendPlugins.Clustering.Kubernetes.Tests;

/// <summary>What goes wrong, and what a person is told.</summary>
public sealed class FailureTests
{
    private const string Clusters = "orleansclusters";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ApiFault.CutAfter)]
    [InlineData(ApiFault.SilenceAfter)]
    [InlineData(ApiFault.CutBefore)]
    [InlineData(ApiFault.Internal)]
    [InlineData(ApiFault.Overload)]
    public async Task A_write_whose_answer_is_lost_is_done_once_and_told_as_done(ApiFault fault)
    {
        await using var world = await KubernetesWorld.CreateAsync();
        var table = await world.InitializedAsync();
        var version = (await table.ReadAllAsync(Stop)).Version;
        world.Server.Faults.Add(fault, "update", Clusters);

        (await table.InsertRowAsync(Entries.Of(Entries.Silo(1)), version.Next(), Stop)).ShouldBeTrue();

        var after = await table.ReadAllAsync(Stop);
        (after.Version.Version, after.Members.Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_lost_race_is_false_and_no_exception()
    {
        await using var world = await KubernetesWorld.CreateAsync();
        var table = await world.InitializedAsync();
        world.Server.Faults.Add(ApiFault.Conflict, "update", Clusters);

        (await table.InsertRowAsync(Entries.Of(Entries.Silo(1)), (await table.ReadAllAsync(Stop)).Version.Next(), Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task Rows_are_not_returned_without_their_signs_of_life()
    {
        await using var world = await KubernetesWorld.CreateAsync();
        var table = await world.InitializedAsync();
        world.Server.Faults.Add(ApiFault.Internal, "list", "leases");

        (await Should.ThrowAsync<KubernetesClusteringException>(() => table.ReadAllAsync(Stop))).Trouble.ShouldBe(KubernetesTrouble.OutOfReach);
    }

    [Fact]
    public async Task A_missing_definition_is_named_with_the_command_that_installs_it()
    {
        await using var world = await KubernetesWorld.CreateAsync(installed: false);

        var failure = await Should.ThrowAsync<KubernetesClusteringException>(() => world.Table().InitializeMembershipTableAsync(true, Stop));

        failure.Trouble.ShouldBe(KubernetesTrouble.NotInstalled);
        failure.Message.ShouldContain("kubectl apply -k k8s/crd");
    }

    [Fact]
    public async Task A_missing_right_is_answered_with_the_rules_to_grant()
    {
        await using var world = await KubernetesWorld.CreateAsync();

        var failure = await Should.ThrowAsync<KubernetesClusteringException>(() => world.Check("nobody").VerifyAsync(Stop));

        failure.Trouble.ShouldBe(KubernetesTrouble.Forbidden);
        failure.Message.ShouldContain("cannot get resource \"orleansclusters\"");
        failure.Message.ShouldContain("verbs: [create, delete, get, update]");
    }

    [Fact]
    public async Task Credentials_that_are_not_accepted_are_told_apart()
    {
        await using var world = await KubernetesWorld.CreateAsync();

        (await Should.ThrowAsync<KubernetesClusteringException>(() => world.Check("stranger").VerifyAsync(Stop))).Trouble.ShouldBe(KubernetesTrouble.Unauthorized);
    }

    [Fact]
    public async Task An_absent_table_says_who_creates_it_and_a_gateway_waits_for_it()
    {
        await using var world = await KubernetesWorld.CreateAsync();

        (await Should.ThrowAsync<KubernetesClusteringException>(() => world.Table().ReadAllAsync(Stop))).Message.ShouldContain("The first silo creates it");
        (await world.Gateways().GetGatewaysAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_gateway_needs_one_right_and_sees_active_silos_with_a_gateway_port()
    {
        await using var world = await KubernetesWorld.CreateAsync();
        var table = await world.InitializedAsync();
        var closed = Entries.Of(Entries.Silo(2));
        closed.ProxyPort = 0;
        foreach (var entry in (MembershipEntry[])[Entries.Of(Entries.Silo(1, 7)), closed, Entries.Of(Entries.Silo(3), SiloStatus.Dead), Entries.Of(Entries.Silo(4, 8, "fd00::12"))])
        {
            (await table.InsertRowAsync(entry, (await table.ReadAllAsync(Stop)).Version.Next(), Stop)).ShouldBeTrue();
        }

        (await world.Gateways().GetGatewaysAsync(Stop)).Select(uri => uri.ToString().TrimEnd('/'))
            .ShouldBe(["gwy.tcp://10.0.0.1:30000/7", "gwy.tcp://[fd00::12]:30000/8"]);
    }

    [Fact]
    public async Task Silos_with_IPv6_addresses_live_and_vote()
    {
        await using var world = await KubernetesWorld.CreateAsync();
        var table = await world.InitializedAsync();
        var entry = Entries.Of(Entries.Silo(1, 3, "fd00::12"));
        entry.SuspectTimes = [Tuple.Create(Entries.Silo(2, 4, "fd00::13"), Entries.Start)];
        (await table.InsertRowAsync(entry, (await table.ReadAllAsync(Stop)).Version.Next(), Stop)).ShouldBeTrue();

        await table.UpdateIAmAliveAsync(new MembershipEntry { SiloAddress = entry.SiloAddress, IAmAliveTime = Entries.Start.AddHours(1) }, Stop);

        var read = (await table.ReadRowAsync(entry.SiloAddress, Stop)).Members.Single().Item1;
        Entries.Canonical(read).ShouldBe(Entries.Canonical(entry));
        read.IAmAliveTime.ShouldBe(Entries.Start.AddHours(1));
    }

    [Theory]
    [InlineData("a", "b", "a-b-")]
    [InlineData("Service One!", "ä/ö", "service-one-")]
    [InlineData("-", "-", "cluster-")]
    public void Ids_that_are_no_names_become_names(string service, string cluster, string start)
    {
        var name = ClusterObjectName.Of(service, cluster);

        name.ShouldStartWith(start);
        name.ShouldMatch("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$");
        ClusterObjectName.Of(new string('x', 300), cluster).Length.ShouldBeLessThanOrEqualTo(63);
        ClusterObjectName.Of("a-b", "c").ShouldNotBe(ClusterObjectName.Of("a", "b-c"));
    }

    [Fact]
    public async Task A_table_that_says_it_is_another_clusters_is_not_touched()
    {
        await using var world = await KubernetesWorld.CreateAsync();
        await world.InitializedAsync();
        world.Server.Store.Write(new ObjectKey($"{Clusters}.backendplugins.internal", "default", ClusterObjectName.Of("service", "cluster")), before =>
        {
            var content = before!.Content.DeepClone().AsObject();
            content["spec"]!["clusterId"] = "somebody-else";
            return before with { Content = content };
        });

        var failure = await Should.ThrowAsync<KubernetesClusteringException>(() => world.Table().InitializeMembershipTableAsync(true, Stop));

        failure.Trouble.ShouldBe(KubernetesTrouble.Misconfigured);
        failure.Message.ShouldContain("belongs to service service and cluster somebody-else");
        world.Server.Seen.Count(request => request.Verb is "update" or "delete").ShouldBe(0);
    }

    [Fact]
    public async Task A_table_that_was_deleted_is_told_by_every_call_and_never_made_anew()
    {
        await using var world = await KubernetesWorld.CreateAsync();
        var table = await world.InitializedAsync();
        var version = (await table.ReadAllAsync(Stop)).Version;
        world.Server.Store.Write(new ObjectKey($"{Clusters}.backendplugins.internal", "default", ClusterObjectName.Of("service", "cluster")), _ => null);

        foreach (var call in (Func<Task>[])[() => table.ReadAllAsync(Stop), () => table.InsertRowAsync(Entries.Of(Entries.Silo(1)), version.Next(), Stop), () => table.CleanupDefunctSiloEntriesAsync(Entries.Start, Stop)])
        {
            var failure = await Should.ThrowAsync<KubernetesClusteringException>(call);
            (failure.Trouble, failure.Message.Contains("restart all silos", StringComparison.Ordinal)).ShouldBe((KubernetesTrouble.Absent, true));
        }

        world.Server.Seen.Count(request => request.Verb == "create").ShouldBe(1);
    }

    [Fact]
    public async Task A_namespace_that_does_not_exist_is_named()
    {
        await using var world = await KubernetesWorld.CreateAsync();

        (await Should.ThrowAsync<KubernetesClusteringException>(() => world.Table(space: "nowhere").InitializeMembershipTableAsync(true, Stop)))
            .Message.ShouldContain("namespaces \"nowhere\" not found");
    }

    [Fact]
    public async Task Services_with_clusters_of_one_name_are_apart()
    {
        await using var world = await KubernetesWorld.CreateAsync();
        var (one, other) = (await world.InitializedAsync(), world.Table(service: "service-2"));
        await other.InitializeMembershipTableAsync(true, Stop);
        (await one.InsertRowAsync(Entries.Of(Entries.Silo(1)), (await one.ReadAllAsync(Stop)).Version.Next(), Stop)).ShouldBeTrue();

        (await other.ReadAllAsync(Stop)).Members.ShouldBeEmpty();
    }
}
