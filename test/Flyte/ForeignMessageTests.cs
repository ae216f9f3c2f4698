using BackendPlugins.Flyte.Tests.Wire;
using Google.Protobuf;

namespace BackendPlugins.Flyte.Tests;

/// <summary>Messages of a newer or another maker: what we don't know passes, and is still there when the message is written again.</summary>
public sealed class ForeignMessageTests
{
    private const int Unknown = 999;

    private static readonly RawMessage Message = new RawMessage()
        .Message(1, new RawMessage()
            .Entry(1, "new_kind", new RawMessage().Message(Unknown, new RawMessage().Text(1, "x")))
            .Entry(1, "new_scalar", new RawMessage().Message(1, new RawMessage().Text(Unknown, "x")))
            .Entry(1, "new_primitive", new RawMessage().Message(1, new RawMessage().Message(1, new RawMessage().Number(Unknown, 1))))
            .Entry(1, "blob", new RawMessage().Message(1, new RawMessage().Message(2, new RawMessage()
                .Message(1, new RawMessage().Message(1, new RawMessage().Text(1, "csv").Number(2, 7)))
                .Text(3, "s3://x"))))
            .Entry(1, "known", new RawMessage().Message(1, new RawMessage().Message(1, new RawMessage().Number(1, 5))).Number(Unknown, 1)))
        .Message(2, new RawMessage()
            .Message(1, new RawMessage().Number(1, 66).Text(4, "t").Text(Unknown, "x"))
            .Text(2, "sql")
            .Message(4, new RawMessage().Message(1, new RawMessage()
                .Entry(1, "simple", new RawMessage().Message(1, new RawMessage().Number(1, 55)))
                .Entry(1, "new_type", new RawMessage().Message(1, new RawMessage().Message(Unknown, new RawMessage())))))
            .Message(18, new RawMessage().Text(1, "SELECT 1").Number(2, 44))
            .Text(Unknown, "x"))
        .Message(4, new RawMessage().Text(2, "ns").Text(Unknown, "x"))
        .Text(Unknown, "kept");

    public static TheoryData<string> Protocols => ["v1", "v2", "rfc"];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Unknown_fields_and_values_pass(string protocol)
    {
        var request = Read(protocol, Message.ToArray());

        request.Inputs["new_kind"].ShouldBe(new UnsetLiteral());
        request.Inputs["new_scalar"].ShouldBe(new UnsetLiteral());
        request.Inputs["new_primitive"].ShouldBe(new UnsetLiteral());
        request.Inputs["blob"].ShouldBe(new BlobLiteral("s3://x", "csv", false));
        request.Inputs["known"].ShouldBe(new IntegerLiteral(5));
        request.Template.Id.Name.ShouldBe("t");
        request.Template.Inputs["simple"].ShouldBeOfType<SimpleLiteralType>().Simple.ShouldBe((SimpleType)55);
        request.Template.Inputs["new_type"].ShouldBeOfType<UnsetLiteralType>();
        request.Template.Sql.ShouldBe(new SqlStatement("SELECT 1", "44"));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Unknown_fields_and_values_are_kept_when_the_message_is_written_again(string protocol)
    {
        var sent = Message.ToArray();

        IMessage parsed = protocol switch
        {
            "v1" => V1.Admin.CreateTaskRequest.Parser.ParseFrom(sent),
            "v2" => V2.Connector.CreateTaskRequest.Parser.ParseFrom(sent),
            _ => V1.Service.TaskCreateRequest.Parser.ParseFrom(sent),
        };

        // Unknown fields go last in their message: compare what was sent and what is written as sets of bytes.
        parsed.ToByteArray().Order().ShouldBe(sent.Order());
        Json.ShouldEqual(Read(protocol, parsed.ToByteArray()), Read(protocol, sent));
    }

    [Fact]
    public void What_v1_has_no_field_for_is_not_read_with_v2_meaning()
    {
        var wire = new RawMessage().Message(2, new RawMessage().Text(2, "sql")).Text(5, "in v2 this would be a connection").ToArray();

        Read("v1", wire).ConnectionConfigs.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void The_barest_task_passes(string protocol)
    {
        var request = Read(protocol, new RawMessage().Message(2, new RawMessage().Text(2, "sql")).ToArray());

        Json.ShouldEqual(request, new TaskRequest { Category = new TaskCategory("sql"), Template = new TaskTemplate() });
    }

    private static TaskRequest Read(string protocol, byte[] wire) => protocol switch
    {
        "v1" => V1.TaskRequests.FromWire(V1.Admin.CreateTaskRequest.Parser.ParseFrom(wire)),
        "v2" => V2.TaskRequests.FromWire(V2.Connector.CreateTaskRequest.Parser.ParseFrom(wire)),
        _ => V1.TaskRequests.FromWire(V1.Service.TaskCreateRequest.Parser.ParseFrom(wire)),
    };
}
