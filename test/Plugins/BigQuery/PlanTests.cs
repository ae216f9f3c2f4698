using BackendPlugins.BigQuery.Tests.Kit;

namespace BackendPlugins.BigQuery.Tests;

public sealed class PlanTests
{
    [Fact]
    public void Plan_derives_id_project_and_location()
    {
        using var stage = new PluginStage();
        var job = stage.Plugin.Plan(Samples.Task(), Samples.Name);
        job.Id.ShouldBe(Samples.JobId);
        job.Coordinates.ShouldBe(new Dictionary<string, string> { ["project"] = "acme", ["location"] = "EU" });
    }

    [Theory]
    [InlineData("""{"ProjectID": "acme"}""")]
    [InlineData("""{"ProjectID": "acme", "Location": null}""")]
    [InlineData("""{"projectId": "acme", "location": ""}""")]
    public void Plan_without_location_leaves_it_to_the_service(string custom)
    {
        using var stage = new PluginStage();
        stage.Plugin.Plan(Samples.Task(custom: custom), Samples.Name).Coordinates
            .ShouldBe(new Dictionary<string, string> { ["project"] = "acme" });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"ProjectID": null}""")]
    [InlineData("""{"ProjectID": ""}""")]
    public void Plan_without_project_takes_the_configured_one(string? custom)
    {
        using var stage = new PluginStage(("Plugins:BigQuery:ProjectId", "fallback"));
        stage.Plugin.Plan(Samples.Task(custom: custom), Samples.Name).Coordinate("project").ShouldBe("fallback");
    }

    [Fact]
    public void Plan_without_any_project_is_refused()
    {
        using var stage = new PluginStage();
        Refused(Samples.Task(custom: "{}"))
            .ShouldBe("template.custom[\"ProjectID\"] must name the Google Cloud project to run in, such as \"my-project\"; "
                + "neither the task nor Plugins:BigQuery:ProjectId does");
    }

    [Theory]
    [InlineData("Location", "[1]", "template.custom[\"Location\"] must be a string such as \"EU\"; got a list")]
    [InlineData("location", "{}", "template.custom[\"location\"] must be a string such as \"EU\"; got an object")]
    [InlineData("priority", "true", "template.custom[\"priority\"] must be a string such as \"BATCH\"; got a boolean")]
    [InlineData("useQueryCache", "\"true\"", "template.custom[\"useQueryCache\"] must be true or false; got a string")]
    [InlineData("maximumBytesBilled", "1.5", "template.custom[\"maximumBytesBilled\"] must be a whole number such as 1000000000; got the number 1.5")]
    [InlineData("maximumBytesBilled", "\"lots\"", "template.custom[\"maximumBytesBilled\"] must be a whole number such as 1000000000; got a string")]
    [InlineData("maximumBillingTier", "[]", "template.custom[\"maximumBillingTier\"] must be a whole number such as 1; got a list")]
    [InlineData("destinationTable", "\"p.d.t\"", "template.custom[\"destinationTable\"] must be an object such as {\"projectId\": \"p\", \"datasetId\": \"d\", \"tableId\": \"t\"}; got a string")]
    [InlineData("schemaUpdateOptions", "\"ALLOW_FIELD_ADDITION\"", "template.custom[\"schemaUpdateOptions\"] must be a list such as [\"ALLOW_FIELD_ADDITION\"]; got a string")]
    [InlineData("query", "\"SELECT 2\"", "template.custom[\"query\"] differs from template.sql.statement, which is what runs; remove it")]
    public void Setting_of_a_wrong_type_is_refused_with_field_and_fix(string key, string json, string expected) =>
        Refused(Samples.TaskWith(key, json)).ShouldBe(expected);

    [Fact]
    public void Setting_given_in_two_spellings_is_refused() =>
        Refused(Samples.Task(custom: """{"ProjectID": "a", "projectid": "b"}"""))
            .ShouldBe("template.custom[\"projectid\"] is given twice, also as \"ProjectID\"; remove one of them");

    [Fact]
    public void Custom_that_is_no_object_is_refused() =>
        Refused(Samples.Task(custom: "[1]")).ShouldBe("template.custom must be an object; got a list");

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    public void Empty_statement_is_refused(string statement) =>
        Refused(Samples.Task(statement)).ShouldBe("template.sql.statement must hold the query to run; it is empty");

    [Fact]
    public void Template_without_sql_is_refused()
    {
        var task = Samples.Task();
        Refused(task with { Template = task.Template with { Sql = null } }).ShouldStartWith("template.sql.statement must hold");
    }

    [Fact]
    public void Statement_above_the_services_limit_is_refused() =>
        Refused(Samples.Task(new string('x', (1024 * 1024) + 1)))
            .ShouldBe("template.sql.statement has 1048577 characters; BigQuery takes at most 1048576");

    [Fact]
    public void Several_outputs_are_refused() =>
        Refused(Samples.Task(outputs: new() { ["b"] = StructuredDatasetLiteralType.Plain, ["a"] = StructuredDatasetLiteralType.Plain }))
            .ShouldBe("template.interface.outputs declares a, b; a BigQuery task has one output, named results");

    [Fact]
    public void Output_that_is_no_table_is_refused() =>
        Refused(Samples.Task(outputs: new() { ["n"] = new SimpleLiteralType(SimpleType.Integer) }))
            .ShouldBe("template.interface.outputs[\"n\"] must be a StructuredDataset: a query's output is a table");

    [Fact]
    public void Dry_run_with_an_output_is_refused() =>
        Refused(Samples.Task(custom: """{"ProjectID": "p", "dryRun": true}""", outputs: Samples.Results))
            .ShouldStartWith("template.custom[\"dryRun\"] is true, and a dry run makes no table");

    private static string Refused(TaskRequest task)
    {
        using var stage = new PluginStage();
        return Should.Throw<TaskRefusedException>(() => stage.Plugin.Plan(task, Samples.Name)).Message;
    }
}
