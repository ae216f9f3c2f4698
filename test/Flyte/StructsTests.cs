using Google.Protobuf.WellKnownTypes;

namespace BackendPlugins.Flyte.Tests;

public sealed class StructsTests
{
    [Fact]
    public void Numbers_that_JSON_has_not_become_texts()
    {
        var value = new Struct
        {
            Fields =
            {
                ["nan"] = Value.ForNumber(double.NaN),
                ["up"] = Value.ForNumber(double.PositiveInfinity),
                ["down"] = Value.ForNumber(double.NegativeInfinity),
                ["largest"] = Value.ForNumber(double.MaxValue),
            },
        };

        Json.Text(Structs.ToJson(value)).ShouldBe("""{"nan":"NaN","up":"Infinity","down":"-Infinity","largest":1.7976931348623157E+308}""");
    }

    [Fact]
    public void Unset_values_become_null() =>
        Json.Text(Structs.ToJson(new Struct { Fields = { ["a"] = new Value(), ["b"] = Value.ForNull() } })).ShouldBe("""{"a":null,"b":null}""");

    [Fact]
    public void Whole_numbers_stay_whole() =>
        Json.Text(Structs.ToJson(Structs.FromJson("""{"n":3,"big":9007199254740992}"""))).ShouldBe("""{"n":3,"big":9007199254740992}""");

    [Fact]
    public void A_number_beyond_a_double_travels_as_its_digits() =>
        Structs.FromJson("""{"n":1e400}""").Fields["n"].StringValue.ShouldBe("1e400");

    [Fact]
    public void A_name_that_is_there_twice_keeps_the_last_value() =>
        Structs.FromJson("""{"n":1,"n":2}""").Fields["n"].NumberValue.ShouldBe(2);

    [Theory]
    [InlineData("[1]", "custom must be a JSON object such as {\"name\": 1}; got a list")]
    [InlineData("\"x\"", "custom must be a JSON object such as {\"name\": 1}; got a text")]
    [InlineData("null", "custom must be a JSON object such as {\"name\": 1}; got null")]
    public void What_is_no_object_is_refused(string json, string message) =>
        Should.Throw<WireFormatException>(() => Structs.FromJson(json, "custom")).Message.ShouldBe(message);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{a:1}")]
    public void What_is_no_JSON_is_refused(string json) =>
        Should.Throw<WireFormatException>(() => Structs.FromJson(json, "custom")).Message.ShouldStartWith("custom is no JSON: ");

    [Fact]
    public void An_element_of_no_document_is_refused() =>
        Should.Throw<WireFormatException>(() => Structs.FromJson(default(System.Text.Json.JsonElement))).Problem.ShouldEndWith("got nothing");

    [Fact]
    public void A_pod_keeps_numbers_that_JSON_has_not()
    {
        var wire = new V1.Admin.CreateTaskRequest
        {
            Template = new V1.Core.TaskTemplate
            {
                Type = "pod",
                K8SPod = new V1.Core.K8sPod
                {
                    Metadata = new V1.Core.K8sObjectMetadata { Labels = { ["a"] = "b" } },
                    PodSpec = new Struct { Fields = { ["x"] = Value.ForNumber(double.NaN) } },
                    PrimaryContainerName = "main",
                },
            },
        };

        Json.Text(V1.TaskRequests.FromWire(wire).Template.Pod).ShouldBe("""{"metadata":{"labels":{"a":"b"}},"primaryContainerName":"main","podSpec":{"x":"NaN"}}""");
    }
}
