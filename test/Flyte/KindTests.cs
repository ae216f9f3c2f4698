using Google.Protobuf;

namespace BackendPlugins.Flyte.Tests;

public sealed class KindTests
{
    [Fact]
    public void Every_kind_of_value_and_type_has_a_sample()
    {
        Samples.KindsOf<Literal>().Except(Samples.Literals.Select(sample => sample.GetType())).ShouldBeEmpty();
        Samples.KindsOf<LiteralType>().Except(Samples.Types.Select(sample => sample.GetType())).ShouldBeEmpty();
        Samples.KindsOf<Literal>().Count().ShouldBeGreaterThan(15);
    }

    [Theory]
    [MemberData(nameof(Samples.LiteralNumbers), MemberType = typeof(Samples))]
    public void Every_value_survives_both_protocols_and_storage(int number)
    {
        var literals = new Dictionary<string, Literal> { ["x"] = Samples.Literals[number] };

        Json.ShouldEqual(V1.Outputs.FromWire(V1.Core.LiteralMap.Parser.ParseFrom(V1.Outputs.ToWire(literals).ToByteArray())), literals);
        Json.ShouldEqual(V2.Outputs.FromWire(V2.Task.Outputs.Parser.ParseFrom(V2.Outputs.ToWire(literals).ToByteArray())), literals);
        Json.ShouldEqual(Stored(Samples.Literals[number]), Samples.Literals[number]);
    }

    [Theory]
    [MemberData(nameof(Samples.TypeNumbers), MemberType = typeof(Samples))]
    public void Every_type_survives_both_protocols_and_storage(int number)
    {
        var request = new TaskRequest
        {
            Category = new TaskCategory("t"),
            Template = new TaskTemplate { Inputs = new Dictionary<string, LiteralType> { ["x"] = Samples.Types[number] } },
        };

        Json.ShouldEqual(V1.TaskRequests.FromWire(V1.Admin.CreateTaskRequest.Parser.ParseFrom(V1.TaskRequests.ToWire(request).ToByteArray())), request);
        Json.ShouldEqual(V2.TaskRequests.FromWire(V2.Connector.CreateTaskRequest.Parser.ParseFrom(V2.TaskRequests.ToWire(request).ToByteArray())), request);
        Json.ShouldEqual(Stored(Samples.Types[number]), Samples.Types[number]);
    }

    private static T Stored<T>(T value) => System.Text.Json.JsonSerializer.Deserialize<T>(Json.Text(value), PluginJson.Options)!;
}
