using System.Text.Json.Nodes;
using BackendPlugins.BigQuery.Tests.Kit;

namespace BackendPlugins.BigQuery.Tests;

public sealed class LabelTests
{
    private static readonly TaskIdentifier Task = new("flytesnacks", "development", "Sales.daily@V2", "v1");

    [Fact]
    public async Task Job_carries_where_Flyte_runs_it()
    {
        var labels = await LabelsOfAsync(Execution(new("flytesnacks", "Development", "f8a1", "n0-Dn1")));
        JsonNode.DeepEquals(labels, JsonNode.Parse("""
            {"flyte-project": "flytesnacks", "flyte-domain": "development", "flyte-execution": "f8a1", "flyte-node": "n0-dn1", "flyte-task": "sales-daily-v2"}
            """)).ShouldBeTrue(labels?.ToJsonString());
    }

    [Fact]
    public async Task Without_an_execution_the_tasks_own_identifier_serves()
    {
        var labels = await LabelsOfAsync(TaskExecution.Unknown);
        labels!.AsObject().Select(label => label.Key).ShouldBe(["flyte-project", "flyte-domain", "flyte-task"]);
    }

    [Fact]
    public async Task Users_labels_stand_as_given_and_win()
    {
        var execution = Execution(new("p", "d", "e", "n")) with { Labels = new Dictionary<string, string> { ["team"] = "other" } };
        var labels = await LabelsOfAsync(execution, """{"team": "Growth", "flyte-node": "mine"}""");
        labels!["team"]!.GetValue<string>().ShouldBe("Growth");
        labels["flyte-node"]!.GetValue<string>().ShouldBe("mine");
        labels["flyte-execution"]!.GetValue<string>().ShouldBe("e");
    }

    [Theory]
    [InlineData("Team Name", "Ada & Co", "team-name", "ada---co")]
    [InlineData("flyte.org/x", "", "flyte-org-x", "")]
    [InlineData("1_2-a", "Ä", "a", "-")]
    [InlineData("é1b", "1", "b", "1")]
    public async Task Labels_of_the_execution_come_along_made_legal(string key, string value, string legalKey, string legalValue)
    {
        var labels = await LabelsOfAsync(TaskExecution.Unknown with { Labels = new Dictionary<string, string> { [key] = value } });
        labels![legalKey]!.GetValue<string>().ShouldBe(legalValue);
    }

    [Fact]
    public async Task Label_without_any_letter_in_its_key_is_left_out()
    {
        var labels = await LabelsOfAsync(TaskExecution.Unknown with { Labels = new Dictionary<string, string> { ["123"] = "x" } });
        labels!.AsObject().Count.ShouldBe(3);
    }

    [Fact]
    public async Task Keys_and_values_are_cut_to_63_characters()
    {
        var labels = await LabelsOfAsync(TaskExecution.Unknown with { Labels = new Dictionary<string, string> { [new('k', 80)] = new('v', 80) } });
        labels![new string('k', 63)]!.GetValue<string>().ShouldBe(new string('v', 63));
    }

    [Fact]
    public async Task Job_has_64_labels_at_most_and_Flytes_own_are_among_them()
    {
        var execution = Execution(new("p", "d", "e", "n")) with { Labels = Enumerable.Range(0, 100).ToDictionary(i => $"label{i:000}", i => $"{i}") };
        var labels = (await LabelsOfAsync(execution, """{"team": "growth"}"""))!.AsObject();
        labels.Count.ShouldBe(64);
        labels.ShouldContainKey("team");
        labels.ShouldContainKey("flyte-task");
    }

    [Theory]
    [InlineData("00:10:00", null, "600000")]
    [InlineData("00:00:05", null, "60000")]
    [InlineData("00:02:00.0001", null, "120001")]
    [InlineData("00:00:00", null, null)]
    [InlineData("00:10:00", "5000", "5000")]
    [InlineData(null, null, null)]
    public async Task Time_limit_of_the_task_is_the_jobs(string? timeout, string? given, string? expected)
    {
        using var stage = new PluginStage();
        var task = given is null ? Samples.Task() : Samples.TaskWith("jobTimeoutMs", given);
        var limited = task with { Template = task.Template with { Timeout = timeout is null ? null : TimeSpan.Parse(timeout, System.Globalization.CultureInfo.InvariantCulture) } };
        var body = (await stage.BodyOfAsync(limited)).Body!;
        body["configuration"]!["jobTimeoutMs"]?.GetValue<string>().ShouldBe(expected);
        (body["configuration"]!["jobTimeoutMs"] is null).ShouldBe(expected is null);
    }

    [Fact]
    public void Unknown_key_is_refused_where_the_setting_says_so()
    {
        using var stage = new PluginStage(("Plugins:BigQuery:UnknownKeys", "refuse"));
        Should.Throw<TaskRefusedException>(() => stage.Plan(Samples.TaskWith("wrteDisposition", "\"WRITE_TRUNCATE\""))).Message
            .ShouldBe("template.custom[\"wrteDisposition\"] is no setting that this version knows; remove it, or set Plugins:BigQuery:UnknownKeys to Pass");
    }

    private static TaskExecution Execution((string Project, string Domain, string Execution, string Node) id) =>
        new() { Id = new TaskExecutionId(Task, id.Project, id.Domain, id.Execution, id.Node, 0) };

    private static async Task<JsonNode?> LabelsOfAsync(TaskExecution execution, string? given = null)
    {
        using var stage = new PluginStage();
        var task = given is null ? Samples.Task() : Samples.TaskWith("labels", given);
        var asked = await stage.BodyOfAsync(task with { Execution = execution, Template = task.Template with { Id = Task } });
        return asked.Body!["configuration"]!["labels"];
    }
}
