using BackendPlugins.Clustering.Kubernetes.Tests.Cluster;

namespace BackendPlugins.Clustering.Kubernetes.Tests;

/// <summary>The documented rights are what is used, all of it and nothing else. That the Roles in k8s are these is tested with the manifests.</summary>
public sealed class AccessTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> OfSilo => [.. RequiredAccess.Silo.SelectMany(rule => rule.Verbs.Select(verb => (rule.Resource, verb)))];

    [Fact]
    public async Task Nothing_else_is_ever_asked_for()
    {
        await using var world = await KubernetesWorld.CreateAsync();
        await LiveAsync(world);
        await world.Gateways().GetGatewaysAsync(Stop);

        Asked("silo").ShouldBe(
            RequiredAccess.Silo.SelectMany(rule => rule.Verbs.Select(verb => $"{verb} {rule.Resource}.{rule.ApiGroup}"))

                // Applying asks for it without being a request for it: see below what happens without.
                .Except(["create leases.coordination.k8s.io"]).Order(StringComparer.Ordinal));
        Asked("gateway").ShouldBe(RequiredAccess.Gateway.SelectMany(rule => rule.Verbs.Select(verb => $"{verb} {rule.Resource}.{rule.ApiGroup}")));
        world.Server.Seen.Where(request => !request.Path.Contains("/namespaces/default/", StringComparison.Ordinal)).ShouldBeEmpty();

        IEnumerable<string> Asked(string user) => world.Server.Seen.Where(request => request.User == user).Select(request => $"{request.Verb} {request.Resource}").Distinct().Order(StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OfSilo))]
    public async Task Without_one_verb_a_silo_fails_and_says_which(string resource, string verb)
    {
        await using var world = await KubernetesWorld.CreateAsync(silo: Without(RequiredAccess.Silo, resource, verb));

        var failure = await Should.ThrowAsync<KubernetesClusteringException>(() => LiveAsync(world));

        failure.Trouble.ShouldBe(KubernetesTrouble.Forbidden);
        failure.Message.ShouldContain($"cannot {verb} resource \"{resource}\"");
        failure.Message.ShouldContain(RequiredAccess.Silo.Single(rule => rule.Resource == resource).ToString());
    }

    [Fact]
    public async Task Without_its_one_verb_a_gateway_fails_and_says_which()
    {
        await using var world = await KubernetesWorld.CreateAsync(gateway: Without(RequiredAccess.Gateway, "orleansclusters", "get"));

        var failure = await Should.ThrowAsync<KubernetesClusteringException>(() => world.Gateways().InitializeGatewayListProviderAsync(Stop));

        failure.Trouble.ShouldBe(KubernetesTrouble.Forbidden);
        failure.Message.ShouldContain("cannot get resource \"orleansclusters\"");
    }

    [Fact]
    public async Task A_gateway_sees_no_table_but_that_of_its_own_cluster()
    {
        await using var world = await KubernetesWorld.CreateAsync();
        await world.InitializedAsync("another");

        (await Should.ThrowAsync<KubernetesClusteringException>(() => world.Gateways(cluster: "another").GetGatewaysAsync(Stop))).Trouble.ShouldBe(KubernetesTrouble.Forbidden);
    }

    private static IEnumerable<AccessRule> Without(IEnumerable<AccessRule> rules, string resource, string verb) =>
        rules.Select(rule => rule.Resource == resource ? rule with { Verbs = [.. rule.Verbs.Where(other => other != verb)] } : rule);

    /// <summary>All that a silo ever does, from its start to the end of its cluster.</summary>
    private static async Task LiveAsync(KubernetesWorld world)
    {
        await world.Check("silo").VerifyAsync(Stop);
        var table = await world.InitializedAsync();
        var entry = Entries.Of(Entries.Silo(1));
        (await table.InsertRowAsync(entry, (await table.ReadAllAsync(Stop)).Version.Next(), Stop)).ShouldBeTrue();
        await table.UpdateIAmAliveAsync(entry, Stop);
        await table.UpdateIAmAliveAsync(entry, Stop);
        var read = await table.ReadRowAsync(Entries.Silo(1), Stop);
        entry.Status = SiloStatus.Dead;
        (await table.UpdateRowAsync(entry, read.Members.Single().Item2, read.Version.Next(), Stop)).ShouldBeTrue();
        await table.CleanupDefunctSiloEntriesAsync(Entries.Start.AddDays(1), Stop);
        await table.DeleteMembershipTableEntriesAsync("cluster", Stop);
    }
}
