namespace BackendPlugins.Flyte.Tests.Wire;

public sealed class WireTableTests
{
    [Fact]
    public void Every_field_value_and_method_of_v1_is_as_Flyte_has_it() => ShouldAgree(
        WireTable.Generated(V1.Service.AgentReflection.Descriptor, V1.Service.ExternalPluginServiceReflection.Descriptor), WireTable.Stated("v1.txt"), 390);

    [Fact]
    public void Every_field_value_and_method_of_v2_is_as_Flyte_has_it() => ShouldAgree(
        WireTable.Generated(V2.Connector.ServiceReflection.Descriptor), WireTable.Stated("v2.txt"), 410);

    [Fact]
    public void Our_files_have_the_names_that_Flyte_gives_them()
    {
        V1.Service.AgentReflection.Descriptor.Name.ShouldBe("flyteidl/service/agent.proto");
        V1.Service.ExternalPluginServiceReflection.Descriptor.Name.ShouldBe("flyteidl/service/external_plugin_service.proto");
        V1.Admin.AgentReflection.Descriptor.Name.ShouldBe("flyteidl/admin/agent.proto");
        V1.Core.LiteralsReflection.Descriptor.Name.ShouldBe("flyteidl/core/literals.proto");
        V2.Connector.ServiceReflection.Descriptor.Name.ShouldBe("flyteidl2/connector/service.proto");
        V2.Logs.PayloadReflection.Descriptor.Name.ShouldBe("flyteidl2/logs/dataplane/payload.proto");
    }

    private static void ShouldAgree(IReadOnlyList<string> generated, IReadOnlyList<string> stated, int atLeast)
    {
        stated.Count.ShouldBeGreaterThan(atLeast);
        generated.Except(stated).ShouldBeEmpty("Our protos have these, Flyte's have not.");
        stated.Except(generated).ShouldBeEmpty("Flyte's protos have these, ours have not.");
    }
}
