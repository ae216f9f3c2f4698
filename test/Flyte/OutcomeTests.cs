namespace BackendPlugins.Flyte.Tests;

public sealed class OutcomeTests
{
    private static readonly LogLink Link = new("BigQuery Console", "https://console.cloud.google.com/bigquery?j=1");

    [Fact]
    public void Outputs_stand_in_the_order_of_their_names()
    {
        var outputs = new Dictionary<string, Literal> { ["b"] = new IntegerLiteral(2), ["B"] = new IntegerLiteral(0), ["a"] = new IntegerLiteral(1) };

        V1.Outputs.ToWire(outputs)!.Literals.Select(item => item.Key).ShouldBe(["B", "a", "b"]);
        V2.Outputs.ToWire(outputs)!.Literals.Select(item => item.Name).ShouldBe(["B", "a", "b"]);
    }

    [Fact]
    public void No_outputs_are_never_an_empty_message()
    {
        V1.Outputs.ToWire(null).ShouldBeNull();
        V1.Outputs.ToWire(new Dictionary<string, Literal>()).ShouldBeNull();
        V2.Outputs.ToWire(null).ShouldBeNull();
        V2.Outputs.ToWire(new Dictionary<string, Literal>()).ShouldBeNull();
        V1.Outputs.FromWire(null).ShouldBeNull();
        V2.Outputs.FromWire(null).ShouldBeNull();
    }

    [Fact]
    public void Outputs_come_back()
    {
        var outputs = Samples.Full.Inputs;

        Json.ShouldEqual(V1.Outputs.FromWire(V1.Outputs.ToWire(outputs)), outputs);
        Json.ShouldEqual(V2.Outputs.FromWire(V2.Outputs.ToWire(outputs)), outputs);
    }

    [Fact]
    public void A_link_is_a_ready_dashboard_in_v2()
    {
        V1.TaskLogs.ToWire(Link).ShouldBe(new V1.Core.TaskLog { Name = Link.Name, Uri = Link.Uri });
        V2.TaskLogs.ToWire(Link).ShouldBe(new V2.Core.TaskLog
        {
            Name = Link.Name, Uri = Link.Uri, Ready = true, LinkType = V2.Core.TaskLog.Types.LinkType.Dashboard,
        });
    }

    [Theory]
    [InlineData(ErrorOrigin.User, false, V1.Core.ExecutionError.Types.ErrorKind.User, V1.Admin.AgentError.Types.Kind.NonRecoverable)]
    [InlineData(ErrorOrigin.System, true, V1.Core.ExecutionError.Types.ErrorKind.System, V1.Admin.AgentError.Types.Kind.Recoverable)]
    public void An_error_says_who_acts_and_whether_to_retry(
        ErrorOrigin origin, bool retryable, V1.Core.ExecutionError.Types.ErrorKind kind, V1.Admin.AgentError.Types.Kind recoverable) =>
        V1.AgentErrors.ToWire(new JobError("quotaExceeded", "words", origin, retryable))
            .ShouldBe(new V1.Admin.AgentError { Code = "quotaExceeded", Kind = recoverable, Origin = kind });

    [Fact]
    public void Secrets_of_a_connection_never_reach_the_record()
    {
        var wire = V2.TaskRequests.ToWire(Samples.Full);
        wire.Connection.Secrets["token"] = "hunter2";

        var request = V2.TaskRequests.FromWire(wire);

        Json.Text(request).ShouldNotContain("hunter2");
        request.ConnectionConfigs.ShouldBe(Samples.Full.ConnectionConfigs);
    }

    [Fact]
    public void A_category_may_come_as_a_task_type_alone_in_v1()
    {
        var category = new V1.Admin.TaskCategory { Name = "snowflake", Version = 2 };

        V1.TaskCategories.FromWire(category, "other").ShouldBe(new TaskCategory("snowflake", 2));
        V1.TaskCategories.FromWire(null, "snowflake").ShouldBe(new TaskCategory("snowflake"));
        V1.TaskCategories.FromWire(new V1.Admin.TaskCategory(), "snowflake").ShouldBe(new TaskCategory("snowflake"));
        V1.TaskCategories.FromWire(null).ShouldBeNull();
        V2.TaskCategories.FromWire(new V2.Connector.TaskCategory()).ShouldBeNull();
        V2.TaskCategories.FromWire(new V2.Connector.TaskCategory { Name = "x", Version = 1 }).ShouldBe(new TaskCategory("x", 1));
    }

#pragma warning disable CS0612 // What older callers send is what is tested.
    [Fact]
    public void Every_v1_request_about_a_task_falls_back_to_its_task_type()
    {
        V1.TaskCategories.Of(new V1.Admin.GetTaskRequest { TaskType = "a" }).ShouldBe(new TaskCategory("a"));
        V1.TaskCategories.Of(new V1.Admin.DeleteTaskRequest { TaskType = "a" }).ShouldBe(new TaskCategory("a"));
        V1.TaskCategories.Of(new V1.Admin.GetTaskMetricsRequest { TaskType = "a" }).ShouldBe(new TaskCategory("a"));
        V1.TaskCategories.Of(new V1.Admin.GetTaskLogsRequest { TaskType = "a" }).ShouldBe(new TaskCategory("a"));
        V1.TaskCategories.Of(new V1.Admin.GetTaskRequest()).ShouldBeNull();
    }

    [Fact]
    public void A_plugin_is_listed_with_its_categories()
    {
        var plugin = new PluginDescription("X", "X Connector", [new TaskCategory("a"), new TaskCategory("b", 1)]);

        V1.Agents.ToWire(plugin).ShouldBe(new V1.Admin.Agent
        {
            Name = "X Connector",
            SupportedTaskTypes = { "a", "b" },
            SupportedTaskCategories = { new V1.Admin.TaskCategory { Name = "a" }, new V1.Admin.TaskCategory { Name = "b", Version = 1 } },
        });
        V2.Connectors.ToWire(plugin).ShouldBe(new V2.Connector.Connector
        {
            Name = "X Connector",
            SupportedTaskCategories = { new V2.Connector.TaskCategory { Name = "a" }, new V2.Connector.TaskCategory { Name = "b", Version = 1 } },
        });
    }
#pragma warning restore CS0612
}
