using System.Text.Json.Nodes;
using BackendPlugins.BigQuery.Tests.Kit;

namespace BackendPlugins.BigQuery.Tests;

/// <summary>Outputs of scripts, DDL and DML.</summary>
public sealed class ScriptOutputTests
{
    private static readonly TaskRequest Declared = Samples.Task(outputs: Samples.Results);

    [Fact]
    public async Task Table_of_a_script_is_that_of_its_last_SELECT()
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Script()).Answers(Page(null,
            Statement("INSERT", "late"), Statement("SELECT", null), Statement("SELECT", "condition", expression: true),
            Statement("SELECT", "failed", failed: true), Statement("SELECT", "last"), Statement("SELECT", "first")));
        UriOf(await stage.LookUpAsync(Declared)).ShouldBe("bq://acme:d.last");
        stage.Service.Requests[1].PathAndQuery.ShouldStartWith($"/bigquery/v2/projects/acme/jobs?projection=full&parentJobId={Samples.JobId}&maxResults=1000&fields=jobs(state,errorResult,");
    }

    [Fact]
    public async Task Statements_are_listed_page_by_page_until_a_SELECT_is_found()
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Script()).Answers(Page("p2", Statement("INSERT", "t"))).Answers(Page("p3", Statement("SELECT", "found")));
        UriOf(await stage.LookUpAsync(Declared)).ShouldBe("bq://acme:d.found");
        stage.Service.Requests.Count.ShouldBe(3);
        stage.Service.Requests[2].PathAndQuery.ShouldEndWith("&pageToken=p2");
    }

    [Fact]
    public async Task Script_without_SELECT_gives_the_table_that_its_last_statement_wrote()
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Script()).Answers(Page(null, Statement("DROP_TABLE", "gone"), Statement("CREATE_TABLE_AS_SELECT", "made"), Statement("INSERT", "earlier")));
        UriOf(await stage.LookUpAsync(Declared)).ShouldBe("bq://acme:d.made");
    }

    [Fact]
    public async Task Script_without_any_table_fails_and_says_why()
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Script()).Answers(Page(null, Statement("DROP_TABLE", "gone")));
        var seen = (JobSeen)await stage.LookUpAsync(Declared);
        seen.Phase.ShouldBe(ServicePhase.Failed);
        seen.Error!.Message.ShouldContain("wrote no result table: none of the script's statements wrote one. Remove the output");
    }

    [Fact]
    public async Task Script_whose_statements_may_not_be_listed_fails_and_says_why()
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Script()).Fails(403, "accessDenied", "No bigquery.jobs.list.");
        ((JobSeen)await stage.LookUpAsync(Declared)).Error!.Message
            .ShouldContain("it is a script, and its statements cannot be listed (accessDenied: No bigquery.jobs.list). Remove");
    }

    [Fact]
    public async Task Statements_that_cannot_be_listed_now_are_asked_for_again()
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Script()).Fails(503, "backendError", "words");
        await Should.ThrowAsync<ServiceUnavailableException>(() => stage.LookUpAsync(Declared));
        var page = Page(null);
        page["unreachable"] = new JsonArray("EU");
        stage.Service.Answers(Script()).Answers(page);
        (await Should.ThrowAsync<ServiceUnavailableException>(() => stage.LookUpAsync(Declared))).Message.ShouldBe("jobs.list: EU cannot be reached.");
    }

    [Fact]
    public async Task Script_without_declared_output_is_not_looked_into()
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Script());
        ((JobSeen)await stage.LookUpAsync()).Phase.ShouldBe(ServicePhase.Succeeded);
        stage.Service.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("CREATE_TABLE_AS_SELECT", """{"ddlTargetTable": {"projectId": "p", "datasetId": "d", "tableId": "t"}, "ddlOperationPerformed": "CREATE"}""", "bq://p:d.t")]
    [InlineData("ALTER_TABLE", """{"ddlTargetTable": {"projectId": "p", "datasetId": "d", "tableId": "old"}, "ddlDestinationTable": {"projectId": "p", "datasetId": "d", "tableId": "new"}}""", "bq://p:d.new")]
    [InlineData("DROP_TABLE", """{"ddlTargetTable": {"projectId": "p", "datasetId": "d", "tableId": "t"}, "ddlOperationPerformed": "DROP"}""", null)]
    [InlineData("INSERT", "{}", null)]
    [InlineData("CREATE_FUNCTION", """{"ddlTargetTable": {"projectId": "p"}}""", null)]
    public async Task Table_of_a_DDL_statement_is_its_target(string type, string statistics, string? expected)
    {
        using var stage = new PluginStage();
        var query = JsonNode.Parse(statistics)!;
        query["statementType"] = type;
        stage.Service.Answers(Samples.Job("DONE", change: job => job["statistics"]!["query"] = query));
        var seen = (JobSeen)await stage.LookUpAsync(Declared);
        if (expected is not null)
        {
            UriOf(seen).ShouldBe(expected);
            return;
        }

        seen.Error!.Code.ShouldBe("NoDestinationTable");
        seen.Error.Message.ShouldContain($"no result table: {type} ");
    }

    [Fact]
    public async Task Table_of_DML_is_its_destination()
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Samples.WithTable(Samples.Job("DONE", change: job => job["statistics"]!["query"] = new JsonObject { ["statementType"] = "MERGE" })));
        UriOf(await stage.LookUpAsync(Declared)).ShouldBe("bq://acme:sales.daily");
    }

    private static string UriOf(JobEvidence evidence) => ((StructuredDatasetLiteral)((JobSeen)evidence).Outputs!["results"]).Uri;

    private static JsonObject Script() => Samples.Job("DONE", change: job =>
    {
        job["statistics"]!["numChildJobs"] = "3";
        job["statistics"]!["query"] = new JsonObject { ["statementType"] = "SCRIPT" };
    });

    private static JsonObject Page(string? next, params JsonObject[] jobs) => new() { ["jobs"] = new JsonArray([.. jobs]), ["nextPageToken"] = next };

    private static JsonObject Statement(string type, string? table, bool expression = false, bool failed = false)
    {
        var job = Samples.Job("DONE", change: job =>
        {
            job["statistics"]!["scriptStatistics"] = new JsonObject { ["evaluationKind"] = expression ? "EXPRESSION" : "STATEMENT" };
            job["statistics"]!["query"] = new JsonObject { ["statementType"] = type };
            if (failed)
            {
                job["errorResult"] = new JsonObject { ["reason"] = "invalidQuery" };
            }
        });
        return table is null ? job : Samples.WithTable(job, "acme", "d", table);
    }
}
