using BackendPlugins.BigQuery.Tests.Kit;

namespace BackendPlugins.BigQuery.Tests;

public sealed class OutputTests
{
    [Fact]
    public async Task Declared_output_is_the_table_with_its_declared_type()
    {
        var type = new StructuredDatasetLiteralType([new DatasetColumn("a", new SimpleLiteralType(SimpleType.Integer))], "bigquery");
        var outputs = await OutputsAsync(new() { ["results"] = type });
        outputs.ShouldHaveSingleItem();
        outputs!["results"].ShouldBe(new StructuredDatasetLiteral("bq://acme:sales.daily", type));
    }

    [Fact]
    public async Task Output_of_another_name_gets_the_table()
    {
        var outputs = await OutputsAsync(new() { ["o0"] = StructuredDatasetLiteralType.Plain });
        outputs!.Keys.ShouldBe(["o0"]);
    }

    [Fact]
    public async Task Output_declared_as_schema_gets_a_plain_dataset()
    {
        var outputs = await OutputsAsync(new() { ["results"] = new SchemaLiteralType([]) });
        ((StructuredDatasetLiteral)outputs!["results"]).Type.ShouldBeSameAs(StructuredDatasetLiteralType.Plain);
    }

    [Fact]
    public async Task Domain_scoped_project_stands_in_the_uri()
    {
        var outputs = await OutputsAsync(Samples.Results, "example.com:acme");
        ((StructuredDatasetLiteral)outputs!["results"]).Uri.ShouldBe("bq://example.com:acme:sales.daily");
    }

    [Fact]
    public async Task Task_without_outputs_gets_none() => (await OutputsAsync([])).ShouldBeNull();

    [Fact]
    public async Task Declared_output_without_table_fails_and_says_why()
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Samples.Job("DONE", change: job => job["statistics"]!["query"] = new System.Text.Json.Nodes.JsonObject { ["statementType"] = "CALL" }));
        var seen = (JobSeen)await stage.LookUpAsync(Samples.Task(outputs: Samples.Results));
        seen.Phase.ShouldBe(ServicePhase.Failed);
        seen.Outputs.ShouldBeNull();
        seen.Error!.Code.ShouldBe("NoDestinationTable");
        seen.Error.Retryable.ShouldBeFalse();
        seen.Error.Message.ShouldStartWith("The query succeeded, but the task declares an output and BigQuery wrote no result table: CALL has none. Remove the output");
        seen.Message.ShouldBe(seen.Error.Message);
    }

    private static async Task<IReadOnlyDictionary<string, Literal>?> OutputsAsync(Dictionary<string, LiteralType> declared, string project = "acme")
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Samples.WithTable(Samples.Job("DONE"), project));
        var seen = (JobSeen)await stage.LookUpAsync(Samples.Task(outputs: declared));
        seen.Phase.ShouldBe(ServicePhase.Succeeded);
        return seen.Outputs;
    }
}
