using System.Text.Json;
using FsCheck.Xunit;
using Google.Protobuf;

namespace BackendPlugins.Flyte.Tests;

[Properties(Arbitrary = [typeof(Generated)], MaxTest = 300)]
public sealed class RoundTripTests
{
    [Property]
    public void A_request_survives_v1_except_for_connection_settings(TaskRequest request) => Json.ShouldEqual(
        V1.TaskRequests.FromWire(V1.Admin.CreateTaskRequest.Parser.ParseFrom(V1.TaskRequests.ToWire(request).ToByteArray())),
        request with { ConnectionConfigs = new Dictionary<string, string>() });

    [Property]
    public void A_request_survives_v2(TaskRequest request) => Json.ShouldEqual(
        V2.TaskRequests.FromWire(V2.Connector.CreateTaskRequest.Parser.ParseFrom(V2.TaskRequests.ToWire(request).ToByteArray())), request);

    [Property]
    public void A_request_survives_the_external_plugin_protocol_except_for_its_execution(TaskRequest request) => Json.ShouldEqual(
        V1.TaskRequests.FromWire(V1.Service.TaskCreateRequest.Parser.ParseFrom(V1.TaskRequests.ToExternalPlugin(request).ToByteArray())),
        request with { Execution = TaskExecution.Unknown, ConnectionConfigs = new Dictionary<string, string>() });

    [Property]
    public void A_request_survives_storage(TaskRequest request) =>
        Json.ShouldEqual(JsonSerializer.Deserialize<TaskRequest>(Json.Text(request), PluginJson.Options), request);

    // v2 grew out of v1 without moving a field: this holds the two mappings together.
    [Property]
    public void What_v1_writes_v2_reads_as_the_same_request(TaskRequest request) => Json.ShouldEqual(
        V2.TaskRequests.FromWire(V2.Connector.CreateTaskRequest.Parser.ParseFrom(V1.TaskRequests.ToWire(request).ToByteArray())),
        request with { ConnectionConfigs = new Dictionary<string, string>() });

    [Fact]
    public void A_request_with_everything_survives_both_protocols()
    {
        Json.ShouldEqual(
            V1.TaskRequests.FromWire(V1.TaskRequests.ToWire(Samples.Full)), Samples.Full with { ConnectionConfigs = new Dictionary<string, string>() });
        Json.ShouldEqual(V2.TaskRequests.FromWire(V2.TaskRequests.ToWire(Samples.Full)), Samples.Full);
    }

    [Fact]
    public void The_same_request_has_the_same_bytes_whatever_the_order_of_its_maps()
    {
        var turned = Samples.Full with { Inputs = Samples.Full.Inputs.Reverse().ToDictionary() };

        turned.Inputs.First().Key.ShouldNotBe(Samples.Full.Inputs.First().Key);
        V1.TaskRequests.ToWire(turned).ToByteString().ShouldBe(V1.TaskRequests.ToWire(Samples.Full).ToByteString());
        V2.TaskRequests.ToWire(turned).ToByteString().ShouldBe(V2.TaskRequests.ToWire(Samples.Full).ToByteString());
    }
}
