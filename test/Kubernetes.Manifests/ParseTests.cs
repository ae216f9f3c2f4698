using BackendPlugins.Clustering.Kubernetes;
using BackendPlugins.Kubernetes.Manifests.Tests.Rendering;
using BackendPlugins.Kubernetes.Manifests.Tests.Tools;

namespace BackendPlugins.Kubernetes.Manifests.Tests;

/// <summary>Whether Kubernetes would take what the tools write.</summary>
public sealed class ParseTests
{
    public static TheoryData<string> All => Renderings.Rows;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Every_object_has_only_fields_that_its_kind_has(string rendering) =>
        (await Renderings.ReadAsync(rendering)).Objects.Count.ShouldBeGreaterThan(10);

    [Fact]
    public async Task Every_object_satisfies_the_published_schema_of_its_kind()
    {
        var objects = new List<string>();
        foreach (var rendering in Renderings.Names)
        {
            objects.AddRange((await Renderings.ReadAsync(rendering)).Documents);
        }

        var validation = await Tool.RunAsync("node", ["validate.mjs"], string.Join('\n', objects.Distinct()), Repository.Path("test", "Kubernetes.Manifests", "node"));
        validation.Must();
    }

    [Fact]
    public async Task An_unknown_field_and_a_missing_one_are_found()
    {
        const string broken = """
            apiVersion: v1
            kind: Service
            metadata: {name: a}
            spec: {ports: [{port: 1, targetPrt: 2}]}
            """;
        Should.Throw<Exception>(() => Manifest.Parse(broken)).Message.ShouldContain("targetPrt");
        var validation = await Tool.RunAsync(
            "node", ["validate.mjs"], """{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"},"spec":{"ports":[{"name":"b"}]}}""",
            Repository.Path("test", "Kubernetes.Manifests", "node"));
        validation.ExitCode.ShouldBe(1);
        validation.Output.ShouldContain("port");
    }

    [Fact]
    public void The_resource_definition_is_the_one_that_the_code_writes_to() =>
        Repository.Text("k8s", "crd", "orleansclusters.yaml").ShouldBe(KubernetesManifests.CustomResourceDefinition());

    [Fact]
    public async Task The_chart_passes_helms_own_inspection() =>
        (await Tool.RunAsync(KubernetesTools.Helm, ["lint", "--strict", Repository.Path("k8s", "chart", "backend-plugins")])).Must();

    /// <summary>flyteconnector's own names, as its chart has them.</summary>
    [Theory]
    [InlineData("replicaCount")]
    [InlineData("image.repository")]
    [InlineData("image.tag")]
    [InlineData("image.pullPolicy")]
    [InlineData("ports.containerPort")]
    [InlineData("ports.name")]
    [InlineData("resources")]
    [InlineData("readinessProbe")]
    [InlineData("service.type")]
    [InlineData("service.annotations")]
    [InlineData("serviceAccount.create")]
    [InlineData("serviceAccount.annotations")]
    [InlineData("connectorSecret.secretData")]
    [InlineData("podEnv")]
    [InlineData("podAnnotations")]
    [InlineData("nodeSelector")]
    [InlineData("tolerations")]
    [InlineData("affinity")]
    [InlineData("additionalVolumes")]
    [InlineData("additionalVolumeMounts")]
    [InlineData("additionalContainers")]
    [InlineData("priorityClassName")]
    [InlineData("nameOverride")]
    [InlineData("fullnameOverride")]
    public void The_chart_keeps_a_value_of_Flytes_connector_chart(string path)
    {
        object? node = new YamlDotNet.Serialization.DeserializerBuilder().Build()
            .Deserialize<Dictionary<object, object>>(Repository.Text("k8s", "chart", "backend-plugins", "values.yaml"));
        foreach (var name in path.Split('.'))
        {
            node.ShouldBeOfType<Dictionary<object, object>>().TryGetValue(name, out var next).ShouldBeTrue(path);
            node = next;
        }
    }
}
