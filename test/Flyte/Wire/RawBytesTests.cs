using Google.Protobuf;

namespace BackendPlugins.Flyte.Tests.Wire;

/// <summary>Messages as another program puts them on the wire, field number by field number.</summary>
public sealed class RawBytesTests
{
    private static readonly RawMessage Identifier = new RawMessage().Number(1, 1).Text(2, "proj").Text(3, "dom").Text(4, "my.task").Text(5, "v7").Text(6, "org");

    private static readonly RawMessage Execution = new RawMessage()
        .Message(1, new RawMessage()
            .Message(1, Identifier)
            .Message(2, new RawMessage().Text(1, "n0").Message(2, new RawMessage().Text(1, "proj").Text(2, "dom").Text(4, "f1").Text(5, "org")))
            .Number(3, 2))
        .Text(2, "proj-dom")
        .Message(3, new RawMessage().Text(1, "team").Text(2, "data"))
        .Text(5, "robot")
        .Number(7, 4)
        .Number(8, 1);

    [Fact]
    public void A_v1_create_is_read_field_by_field()
    {
        var wire = new RawMessage()
            .Message(1, new RawMessage()
                .Entry(1, "n", Scalar(new RawMessage().Message(1, new RawMessage().Number(1, 42))))
                .Entry(1, "when", Scalar(new RawMessage().Message(1, new RawMessage().Message(5, new RawMessage().Number(1, 86400).Number(2, 500)))))
                .Entry(1, "list", new RawMessage().Message(2, new RawMessage().Message(1, Scalar(new RawMessage().Message(1, new RawMessage().Double(2, 0.5)))))))
            .Message(2, Template(variables => variables.Entry(1, "n", new RawMessage().Message(1, new RawMessage().Number(1, 1)))))
            .Text(3, "s3://out/0")
            .Message(4, Execution)
            .ToArray();

        var request = V1.TaskRequests.FromWire(V1.Admin.CreateTaskRequest.Parser.ParseFrom(wire));

        ShouldBeTheTask(request);
        request.Inputs["n"].ShouldBe(new IntegerLiteral(42));
        request.Inputs["when"].ShouldBe(new DatetimeLiteral(DateTimeOffset.UnixEpoch.AddDays(1).AddTicks(5)));
        request.Inputs["list"].ShouldBeOfType<CollectionLiteral>().Items.ShouldBe([new FloatLiteral(0.5)]);
    }

    [Fact]
    public void A_v2_create_is_read_field_by_field()
    {
        var wire = new RawMessage()
            .Message(1, new RawMessage()
                .Message(1, new RawMessage().Text(1, "n").Message(2, Scalar(new RawMessage().Message(1, new RawMessage().Number(1, 42)))))
                .Message(1, new RawMessage().Text(1, "packed").Message(2, Scalar(new RawMessage().Message(3, new RawMessage().Bytes(1, [0x2a]).Text(2, "msgpack"))))))
            .Message(2, Template(variables => variables.Message(1, new RawMessage().Text(1, "n").Message(2, new RawMessage().Message(1, new RawMessage().Number(1, 1))))))
            .Text(3, "s3://out/0")
            .Message(4, Execution)
            .Message(5, new RawMessage().Text(1, "sql").Message(3, new RawMessage().Text(1, "host").Text(2, "example.org")))
            .ToArray();

        var request = V2.TaskRequests.FromWire(V2.Connector.CreateTaskRequest.Parser.ParseFrom(wire));

        ShouldBeTheTask(request);
        request.Inputs["n"].ShouldBe(new IntegerLiteral(42));
        request.Inputs["packed"].ShouldBeOfType<BinaryLiteral>().Tag.ShouldBe("msgpack");
        request.ConnectionConfigs["host"].ShouldBe("example.org");
    }

    [Fact]
    public void An_external_plugin_create_is_read_field_by_field()
    {
        var wire = new RawMessage().Message(2, Template(variables => variables)).Text(3, "s3://out/0").ToArray();

        var request = V1.TaskRequests.FromWire(V1.Service.TaskCreateRequest.Parser.ParseFrom(wire));

        request.Category.ShouldBe(new TaskCategory("sql", 3));
        request.OutputPrefix.ShouldBe("s3://out/0");
        request.Execution.Id.ShouldBeNull();
    }

    [Fact]
    public void A_v1_resource_is_written_field_by_field()
    {
        var resource = new V1.Admin.Resource
        {
            Outputs = V1.Outputs.ToWire(new Dictionary<string, Literal> { ["o"] = new StringLiteral("x") }),
            Message = "m",
            LogLinks = { V1.TaskLogs.ToWire(new LogLink("Console", "https://x")) },
            Phase = V1.Core.TaskExecution.Types.Phase.RetryableFailed,
            AgentError = V1.AgentErrors.ToWire(new JobError("backendError", "w", ErrorOrigin.System, Retryable: true)),
        };

        resource.ToByteArray().ShouldBe(new RawMessage()
            .Message(2, new RawMessage().Entry(1, "o", Scalar(new RawMessage().Message(1, new RawMessage().Text(3, "x")))))
            .Text(3, "m")
            .Message(4, new RawMessage().Text(1, "https://x").Text(2, "Console"))
            .Number(5, 8)
            .Message(7, new RawMessage().Text(1, "backendError").Number(3, 1).Number(4, 2))
            .ToArray());
    }

    [Fact]
    public void A_v2_resource_is_written_field_by_field()
    {
        var resource = new V2.Connector.Resource
        {
            Outputs = V2.Outputs.ToWire(new Dictionary<string, Literal> { ["o"] = new BooleanLiteral(true) }),
            LogLinks = { V2.TaskLogs.ToWire(new LogLink("Console", "https://x")) },
            Phase = V2.Core.TaskExecution.Types.Phase.Succeeded,
            CustomInfo = Structs.FromJson("""{"a":"b"}"""),
        };

        resource.ToByteArray().ShouldBe(new RawMessage()
            .Message(2, new RawMessage().Message(1, new RawMessage().Text(1, "o").Message(2, Scalar(new RawMessage().Message(1, new RawMessage().Number(4, 1))))))
            .Message(4, new RawMessage().Text(1, "https://x").Text(2, "Console").Number(7, 1).Number(8, 1))
            .Number(5, 3)
            .Message(6, new RawMessage().Entry(1, "a", new RawMessage().Text(3, "b")))
            .ToArray());
    }

    private static RawMessage Scalar(RawMessage scalar) => new RawMessage().Message(1, scalar);

    private static RawMessage Template(Func<RawMessage, RawMessage> inputs) => new RawMessage()
        .Message(1, Identifier)
        .Text(2, "sql")
        .Message(3, new RawMessage().Message(4, new RawMessage().Number(1, 60)).Message(5, new RawMessage().Number(5, 3)))
        .Message(4, new RawMessage().Message(1, inputs(new RawMessage())))
        .Message(5, new RawMessage().Entry(1, "Location", new RawMessage().Text(3, "EU")))
        .Number(7, 3)
        .Message(8, new RawMessage().Message(2, new RawMessage().Text(1, "g").Text(3, "k").Text(5, "TOKEN")))
        .Message(16, new RawMessage().Text(1, "size").Text(2, "small"))
        .Message(18, new RawMessage().Text(1, "SELECT 1").Number(2, 1));

    private static void ShouldBeTheTask(TaskRequest request)
    {
        var task = new TaskIdentifier("proj", "dom", "my.task", "v7", "org");
        request.Category.ShouldBe(new TaskCategory("sql", 3));
        request.OutputPrefix.ShouldBe("s3://out/0");
        request.Template.Id.ShouldBe(task);
        request.Template.Timeout.ShouldBe(TimeSpan.FromMinutes(1));
        request.Template.Retries.ShouldBe(3);
        Json.Text(request.Template.Inputs["n"]).ShouldBe(Json.Text<LiteralType>(new SimpleLiteralType(SimpleType.Integer)));
        Json.Text(request.Template.Custom).ShouldBe("""{"Location":"EU"}""");
        request.Template.Secrets.ShouldBe([new SecretReference("g", "k", "", "TOKEN")]);
        request.Template.Config["size"].ShouldBe("small");
        request.Template.Sql.ShouldBe(new SqlStatement("SELECT 1", "ANSI"));
        request.Execution.Id.ShouldBe(new TaskExecutionId(task, "proj", "dom", "f1", "n0", 2, "org"));
        request.Execution.Namespace.ShouldBe("proj-dom");
        request.Execution.Labels["team"].ShouldBe("data");
        request.Execution.ServiceAccount.ShouldBe("robot");
        request.Execution.MaxAttempts.ShouldBe(4);
        request.Execution.Interruptible.ShouldBeTrue();
    }
}
