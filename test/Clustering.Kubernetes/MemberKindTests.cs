using BackendPlugins.Clustering.Kubernetes.Tests.Cluster;
using Orleans.Messaging;

namespace BackendPlugins.Clustering.Kubernetes.Tests;

/// <summary>Orleans 10.4 calls the members with a token; who calls those without gets the same.</summary>
public sealed class MemberKindTests
{
    [Theory]
    [InlineData(typeof(KubernetesMembershipTable), typeof(IMembershipTable))]
    [InlineData(typeof(KubernetesGatewayListProvider), typeof(IGatewayListProvider))]
    public void Old_and_new_members_are_all_implemented(Type implementation, Type contract)
    {
        // A default body of the contract would call the old member without its token.
        implementation.GetInterfaceMap(contract).TargetMethods.Where(method => method.DeclaringType != implementation).Select(method => method.Name).ShouldBeEmpty();
        contract.GetMethods().Count(method => method.Name.EndsWith("Async", StringComparison.Ordinal)).ShouldBe(contract == typeof(IMembershipTable) ? 8 : 2);
    }

    [Fact]
    public async Task Members_without_a_token_do_the_same()
    {
        await using var world = await KubernetesWorld.CreateAsync();
        var table = world.Table();
        var gateways = world.Gateways();
        var entry = Entries.Of(Entries.Silo(1));
#pragma warning disable CS0618 // It is these that are tested.
        await table.InitializeMembershipTable(true);
        (await table.InsertRow(entry, (await table.ReadAll()).Version.Next())).ShouldBeTrue();
        await gateways.InitializeGatewayListProvider();
        (await gateways.GetGateways()).Count.ShouldBe(1);
        await table.UpdateIAmAlive(new MembershipEntry { SiloAddress = entry.SiloAddress, IAmAliveTime = Entries.Start.AddHours(1) });
        var row = await table.ReadRow(entry.SiloAddress);
        row.Members.Single().Item1.IAmAliveTime.ShouldBe(Entries.Start.AddHours(1));
        entry.Status = SiloStatus.Dead;
        (await table.UpdateRow(entry, row.Members.Single().Item2, row.Version.Next())).ShouldBeTrue();
        await table.CleanupDefunctSiloEntries(Entries.Start.AddDays(1));
        (await table.ReadAll()).Members.ShouldBeEmpty();
        await table.DeleteMembershipTableEntries("cluster");
#pragma warning restore CS0618
        world.Server.Store.List("orleansclusters.backendplugins.internal", null).Objects.ShouldBeEmpty();
    }
}
