using BackendPlugins.Flyte.Tests.Wire;

namespace BackendPlugins.Flyte.Tests;

public sealed class RefusalTests
{
    public static TheoryData<string> Protocols => ["v1", "v2", "rfc"];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_request_without_template_is_refused(string protocol) =>
        Refusal(protocol, new RawMessage().Text(3, "s3://x")).Message.ShouldBe(
            "template is missing: send the template that the task was registered with");

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_template_without_type_is_refused(string protocol) =>
        Refusal(protocol, new RawMessage().Message(2, new RawMessage().Number(7, 1))).Message.ShouldBe(
            "template.type is empty: set the task type, for example bigquery_query_job_task");

    // No parser has stopped these: they were built in memory. NestingTests has every way to nest, in v2.
    [Fact]
    public void A_value_that_is_nested_without_end_is_refused()
    {
        var literal = new V1.Core.Literal();
        for (var level = 0; level < 1000; level++)
        {
            literal = new V1.Core.Literal { Collection = new V1.Core.LiteralCollection { Literals = { literal } } };
        }

        var inputs = new V1.Core.LiteralMap { Literals = { ["x"] = literal } };
        var template = new V1.Core.TaskTemplate { Type = "sql" };

        ShouldBeTooDeep("inputs[\"x\"]", () => V1.TaskRequests.FromWire(new V1.Admin.CreateTaskRequest { Template = template, Inputs = inputs }));
        ShouldBeTooDeep("inputs[\"x\"]", () => V1.TaskRequests.FromWire(new V1.Service.TaskCreateRequest { Template = template, Inputs = inputs }));
        ShouldBeTooDeep("outputs[\"x\"]", () => V1.Outputs.FromWire(inputs));
    }

    [Fact]
    public void A_type_that_is_nested_without_end_is_refused()
    {
        var type = new V1.Core.LiteralType();
        for (var level = 0; level < 1000; level++)
        {
            type = new V1.Core.LiteralType { CollectionType = type };
        }

        var template = new V1.Core.TaskTemplate
        {
            Type = "sql",
            Interface = new V1.Core.TypedInterface { Inputs = new V1.Core.VariableMap { Variables = { ["x"] = new V1.Core.Variable { Type = type } } } },
        };

        ShouldBeTooDeep("template.interface.inputs[\"x\"]", () => V1.TaskRequests.FromWire(new V1.Admin.CreateTaskRequest { Template = template }));
    }

    [Theory]
    [InlineData("v1", -62_135_596_801, 0)]
    [InlineData("v1", 253_402_300_800, 0)]
    [InlineData("v2", long.MaxValue, 0)]
    [InlineData("v2", 0, -1)]
    [InlineData("rfc", 0, 1_000_000_000)]
    public void An_impossible_instant_is_refused(string protocol, long seconds, int nanoseconds)
    {
        var refusal = Refusal(protocol, Request(Primitive(5, seconds, nanoseconds)));

        refusal.Field.ShouldBe("inputs[\"x\"]");
        refusal.Problem.ShouldContain($"{seconds} s, {nanoseconds} ns");
    }

    [Theory]
    [InlineData("v1", 315_576_000_001, 0)]
    [InlineData("v1", -315_576_000_001, 0)]
    [InlineData("v2", long.MinValue, 0)]
    [InlineData("v2", 1, -1)]
    [InlineData("v2", -1, 1)]
    [InlineData("rfc", 0, 1_000_000_000)]
    [InlineData("rfc", 0, -1_000_000_000)]
    public void An_impossible_span_is_refused(string protocol, long seconds, int nanoseconds)
    {
        var refusal = Refusal(protocol, Request(Primitive(6, seconds, nanoseconds)));

        refusal.Field.ShouldBe("inputs[\"x\"]");
        refusal.Problem.ShouldContain($"{seconds} s, {nanoseconds} ns");
    }

    [Fact]
    public void The_last_legal_instants_and_spans_pass()
    {
        Read("v1", Request(Primitive(5, 253_402_300_799, 999_999_999))).Inputs["x"].ShouldBe(new DatetimeLiteral(DateTimeOffset.MaxValue));
        Read("v2", Request(Primitive(5, -62_135_596_800, 0))).Inputs["x"].ShouldBe(new DatetimeLiteral(DateTimeOffset.MinValue));
        Read("v2", Request(Primitive(6, -315_576_000_000, -999_999_999))).Inputs["x"]
            .ShouldBe(new DurationLiteral(TimeSpan.FromSeconds(-315_576_000_000) - TimeSpan.FromTicks(9_999_999)));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void An_impossible_time_limit_is_refused(string protocol)
    {
        var metadata = new RawMessage().Message(4, new RawMessage().Number(1, long.MaxValue));

        Refusal(protocol, new RawMessage().Message(2, new RawMessage().Text(2, "sql").Message(3, metadata))).Field.ShouldBe("template.metadata.timeout");
    }

    [Fact]
    public void A_time_limit_of_zero_is_none()
    {
        var metadata = new RawMessage().Message(4, new RawMessage());

        Read("v1", new RawMessage().Message(2, new RawMessage().Text(2, "sql").Message(3, metadata))).Template.Timeout.ShouldBeNull();
    }

    [Fact]
    public void An_input_given_twice_is_refused_in_v2()
    {
        var request = new RawMessage()
            .Message(1, new RawMessage().Entry(1, "x", new RawMessage()).Entry(1, "y", new RawMessage()).Entry(1, "x", new RawMessage()))
            .Message(2, new RawMessage().Text(2, "sql"));

        Refusal("v2", request).Message.ShouldBe("inputs[\"x\"] is given twice: names must be unique");
    }

    [Fact]
    public void An_output_given_twice_is_refused_in_v2()
    {
        var outputs = V2.Task.Outputs.Parser.ParseFrom(new RawMessage().Entry(1, "o", new RawMessage()).Entry(1, "o", new RawMessage()).ToArray());

        Should.Throw<WireFormatException>(() => V2.Outputs.FromWire(outputs)).Field.ShouldBe("outputs[\"o\"]");
    }

    [Fact]
    public void A_variable_declared_twice_is_refused_in_v2()
    {
        var variables = new RawMessage().Entry(1, "x", new RawMessage()).Entry(1, "x", new RawMessage());
        var template = new RawMessage().Text(2, "sql").Message(4, new RawMessage().Message(2, variables));

        Refusal("v2", new RawMessage().Message(2, template)).Message.ShouldBe(
            "template.interface.outputs[\"x\"] is declared twice: names must be unique");
    }

    [Fact]
    public void A_name_that_stands_for_nothing_on_the_wire_is_refused_when_it_is_written()
    {
        var request = Samples.Full with { Template = new TaskTemplate { Sql = new SqlStatement("SELECT 1", "KLINGON") } };

        Should.Throw<WireFormatException>(() => V1.TaskRequests.ToWire(request)).Message.ShouldBe(
            "template.sql.dialect has Dialect \"KLINGON\"; use one of UNDEFINED, ANSI, HIVE, OTHER");
        Should.Throw<WireFormatException>(() => V2.TaskRequests.ToWire(request)).Field.ShouldBe("template.sql.dialect");
    }

    [Fact]
    public void A_pod_that_is_none_is_refused_when_it_is_written()
    {
        var request = Samples.Full with { Template = new TaskTemplate { Pod = Json.Element("""{"podSpec":[1]}""") } };

        Should.Throw<WireFormatException>(() => V1.TaskRequests.ToWire(request)).Field.ShouldBe("template.k8s_pod");
        Should.Throw<WireFormatException>(() => V2.TaskRequests.ToWire(request)).Field.ShouldBe("template.k8s_pod");
    }

    private static RawMessage Request(RawMessage literal) =>
        new RawMessage().Message(1, new RawMessage().Entry(1, "x", literal)).Message(2, new RawMessage().Text(2, "sql"));

    private static RawMessage Primitive(int field, long seconds, int nanoseconds) => new RawMessage().Message(1, new RawMessage().Message(1, new RawMessage()
        .Message(field, new RawMessage().Number(1, (ulong)seconds).Number(2, (ulong)nanoseconds))));

    private static void ShouldBeTooDeep(string field, Func<object?> read)
    {
        var refusal = Should.Throw<WireFormatException>(() => { read(); });
        refusal.Field.ShouldBe(field);
        refusal.Problem.ShouldStartWith("is nested too deeply");
    }

    private static WireFormatException Refusal(string protocol, RawMessage wire) => Should.Throw<WireFormatException>(() => Read(protocol, wire));

    private static TaskRequest Read(string protocol, RawMessage wire) => protocol switch
    {
        "v1" => V1.TaskRequests.FromWire(V1.Admin.CreateTaskRequest.Parser.ParseFrom(wire.ToArray())),
        "v2" => V2.TaskRequests.FromWire(V2.Connector.CreateTaskRequest.Parser.ParseFrom(wire.ToArray())),
        _ => V1.TaskRequests.FromWire(V1.Service.TaskCreateRequest.Parser.ParseFrom(wire.ToArray())),
    };
}
