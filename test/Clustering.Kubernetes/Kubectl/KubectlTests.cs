using BackendPlugins.Clustering.Kubernetes.Tests.Cluster;
using BackendPlugins.Kubernetes.Manifests.Tests.Tools;

namespace BackendPlugins.Clustering.Kubernetes.Tests.Kubectl;

/// <summary>What an administrator does with a real kubectl; and that the stand-in for an API server is one to it.</summary>
public sealed class KubectlTests : IAsyncLifetime
{
    private const string Name = "backend-plugins-backend-plugins-096bb507";

    private KubectlWorld _world = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await KubectlWorld.CreateAsync();
        (await _world.MustAsync("create", "-f", _world.File("{apiVersion: v1, kind: Namespace, metadata: {name: flyte}}"))).ShouldContain("namespace/flyte created");
        (await _world.MustAsync("apply", "-k", "k8s/crd")).ShouldContain("customresourcedefinition.apiextensions.k8s.io/orleansclusters.backendplugins.internal created");
        (await _world.MustAsync("wait", "--for=condition=established", "crd/orleansclusters.backendplugins.internal", "--timeout=5s")).ShouldContain("condition met");
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task The_overlay_is_applied_and_silos_and_gateways_work_by_its_Roles_alone()
    {
        (await Should.ThrowAsync<KubernetesClusteringException>(() => _world.Table().InitializeMembershipTableAsync(true, Stop))).Trouble.ShouldBe(KubernetesTrouble.Forbidden);

        (await _world.MustAsync("apply", "-k", "k8s/overlays/kubernetes")).ShouldContain("role.rbac.authorization.k8s.io/backend-plugins-silo created");

        // kubectl patches a disruption budget's selector whether it has changed or not.
        (await _world.MustAsync("apply", "-k", "k8s/overlays/kubernetes")).Split('\n').ShouldNotContain(
            line => line.Contains("configured", StringComparison.Ordinal) && !line.StartsWith("poddisruptionbudget", StringComparison.Ordinal));

        var table = await JoinedAsync();
        await table.UpdateIAmAliveAsync(new MembershipEntry { SiloAddress = Entries.Silo(1), IAmAliveTime = Entries.Start.AddMinutes(1) }, Stop);
        (await _world.Gateways().GetGatewaysAsync(Stop)).Count.ShouldBe(1);
        await table.CleanupDefunctSiloEntriesAsync(Entries.Start.AddDays(1), Stop);
        await table.DeleteMembershipTableEntriesAsync("backend-plugins", Stop);
        (await _world.MustAsync("get", "orleansclusters,leases")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rights_are_asked_for_as_somebody_else()
    {
        await _world.MustAsync("apply", "-k", "k8s/overlays/kubernetes");
        (await MayAsync(KubectlWorld.Silo, "update", "orleansclusters")).ShouldBeTrue();
        (await MayAsync(KubectlWorld.Gateway, "update", "orleansclusters")).ShouldBeFalse();
        (await MayAsync(KubectlWorld.Gateway, "get", "orleansclusters", Name)).ShouldBeTrue();
        (await MayAsync(KubectlWorld.Gateway, "get", "orleansclusters", "another")).ShouldBeFalse();
        (await MayAsync(KubectlWorld.Gateway, "list", "leases")).ShouldBeFalse();

        // As `kubectl auth can-i` asks, which sends protobuf.
        async Task<bool> MayAsync(string who, string verb, string resource, string name = "")
        {
            var group = resource == "leases" ? "coordination.k8s.io" : "backendplugins.internal";
            var review = _world.File(
                $$"""
                apiVersion: authorization.k8s.io/v1
                kind: SelfSubjectAccessReview
                spec: {resourceAttributes: {namespace: flyte, verb: {{verb}}, group: {{group}}, resource: {{resource}}, name: "{{name}}" } }
                """);
            return bool.Parse(await _world.MustAsync("create", "--validate=false", "-f", review, "-o", "jsonpath={.status.allowed}", "--as", who));
        }
    }

    [Fact]
    public async Task Table_and_signs_of_life_are_shown_described_and_explained()
    {
        await _world.MustAsync("apply", "-k", "k8s/overlays/kubernetes");
        var table = await JoinedAsync();
        await table.UpdateIAmAliveAsync(new MembershipEntry { SiloAddress = Entries.Silo(1), IAmAliveTime = Entries.Start.AddMinutes(1) }, Stop);

        Lines(await _world.MustAsync("get", "orleansclusters")).ShouldBe([["NAME", "SERVICE", "CLUSTER", "VERSION", "AGE"], [Name, "backend-plugins", "backend-plugins", "1"]], Rows.Instance);
        Lines(await _world.MustAsync("get", "ocl", Name, "--no-headers")).ShouldBe([[Name, "backend-plugins", "backend-plugins", "1"]], Rows.Instance);
        Lines(await _world.MustAsync("get", "leases", "-l", $"backendplugins.internal/cluster={Name}")).ShouldBe([["NAME", "HOLDER", "AGE"], [$"{Name}-10.0.0.1-11112-1", "10.0.0.1:11112@1"]], Rows.Instance);
        (await _world.MustAsync("get", "leases", "-l", "backendplugins.internal/cluster=another")).ShouldBeEmpty();
        (await _world.MustAsync("get", "ocl", Name, "-o", "jsonpath={range .spec.silos[*]}{.address}:{.port} {.status}{end}")).ShouldBe("10.0.0.1:11112 Active");
        (await _world.MustAsync("describe", "ocl", Name)).ShouldContain("Status:");
        (await _world.MustAsync("describe", "lease")).ShouldContain("Renew Time:");
        (await _world.MustAsync("explain", "orleanscluster.spec.silos.etag")).ShouldContain("Version of the table at which the row was last written.");
        (await _world.RunAsync(null, "get", "ocl", "nobody")).Errors.ShouldContain("""orleansclusters.backendplugins.internal "nobody" not found""");
    }

    [Fact]
    public async Task Commands_of_the_documentation_show_what_they_say()
    {
        await _world.MustAsync("apply", "-k", "k8s/overlays/kubernetes");
        var table = await JoinedAsync();
        await table.UpdateIAmAliveAsync(new MembershipEntry { SiloAddress = Entries.Silo(1), IAmAliveTime = Entries.Start.AddMinutes(1) }, Stop);
        var commands = Repository.Text("docs", "operating.md").Split('\n').Where(line => line.StartsWith("  kubectl ", StringComparison.Ordinal)).ToArray();
        var answers = new List<string>();
        foreach (var command in commands)
        {
            answers.Add((await _world.ShellAsync(command)).Must());
        }

        answers.Count.ShouldBe(4);
        answers[0].ShouldContain(Name);
        answers[1].ShouldBe("silo 10.0.0.1:11112 Active\n");
        Lines(answers[2]).ShouldBe([["SILO", "SIGN"], ["10.0.0.1:11112@1", "2026-11-24T08:01:00.000000Z"]]);
        answers[3].ShouldContain("iAmAliveTime");
    }

    [Fact]
    public async Task Changes_of_the_table_are_watched()
    {
        await _world.MustAsync("apply", "-k", "k8s/overlays/kubernetes");
        await using var watching = _world.Start("get", "ocl", "--watch");
        var table = await JoinedAsync();
        await watching.WaitForLineAsync(line => Words(line) is [Name, _, _, "1", ..], TimeSpan.FromSeconds(20));

        (await table.InsertRowAsync(Entries.Of(Entries.Silo(2)), (await table.ReadAllAsync(Stop)).Version.Next(), Stop)).ShouldBeTrue();

        await watching.WaitForLineAsync(line => Words(line) is [Name, _, _, "2", ..], TimeSpan.FromSeconds(20));
        watching.Text.Split('\n').Count(line => line.StartsWith("NAME", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Objects_are_created_changed_refused_and_deleted_by_hand()
    {
        var file = _world.File(Object(1, ""));
        (await _world.MustAsync("create", "-f", file, "--dry-run=server")).ShouldContain("created (server dry run)");
        (await _world.RunAsync(null, "get", "ocl", "by-hand")).ExitCode.ShouldBe(1);
        (await _world.MustAsync("create", "-f", file)).ShouldContain("created");
        (await _world.RunAsync(null, "create", "-f", file)).Errors.ShouldContain("AlreadyExists");

        (await _world.RunAsync(null, "apply", "-f", _world.File(Object(1, ", colour: blue")))).Errors.ShouldContain("unknown field \"spec.colour\"");
        (await _world.RunAsync(null, "patch", "ocl", "by-hand", "--type=merge", "-p", """{"spec":{"version":"two"}}""")).Errors.ShouldContain("must be of type integer");
        (await _world.MustAsync("patch", "ocl", "by-hand", "--type=merge", "-p", """{"spec":{"version":2}}""")).ShouldContain("patched");
        (await _world.MustAsync("replace", "-f", _world.File(Object(3, "")))).ShouldContain("replaced");

        (await _world.MustAsync("apply", "--server-side", "--field-manager=one", "--force-conflicts", "-f", _world.File(Object(4, "")))).ShouldContain("serverside-applied");
        (await _world.RunAsync(null, "apply", "--server-side", "--field-manager=two", "-f", _world.File(Object(5, "")))).Errors.ShouldContain("conflict with \"one\": .spec.version");
        (await _world.MustAsync("apply", "--server-side", "--field-manager=two", "--force-conflicts", "-f", _world.File(Object(5, "")))).ShouldContain("serverside-applied");

        // Waits until it is gone.
        (await _world.MustAsync("delete", "ocl", "by-hand", "--timeout=10s")).ShouldContain("deleted");
        (await _world.RunAsync(null, "delete", "ocl", "by-hand")).Errors.ShouldContain("NotFound");
    }

    private static string Object(int version, string more) =>
        $$"""
        apiVersion: backendplugins.internal/v1
        kind: OrleansCluster
        metadata: {name: by-hand}
        spec: {serviceId: a, clusterId: b, version: {{version}}, silos: []{{more}}}
        """;

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string[][] Lines(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Words)];

    private async Task<IMembershipTable> JoinedAsync()
    {
        var table = _world.Table();
        await table.InitializeMembershipTableAsync(true, Stop);
        (await table.InsertRowAsync(Entries.Of(Entries.Silo(1)), (await table.ReadAllAsync(Stop)).Version.Next(), Stop)).ShouldBeTrue();
        return table;
    }

    /// <summary>A row of what kubectl printed; the age after the words that are wanted is any.</summary>
    private sealed class Rows : IEqualityComparer<string[]>
    {
        public static readonly Rows Instance = new();

        public bool Equals(string[]? one, string[]? other) => one!.Zip(other!).All(pair => pair.First == pair.Second) && Math.Abs(one!.Length - other!.Length) <= 1;

        public int GetHashCode(string[] row) => 0;
    }
}
