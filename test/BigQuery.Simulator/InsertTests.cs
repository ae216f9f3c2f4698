using System.Net;
using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Tests;

public sealed class InsertTests
{
    [Theory]
    [InlineData("")]
    [InlineData("bigquery/v2/")]
    public async Task Insert_and_get_answer_with_and_without_the_version_prefix(string prefix)
    {
        await using var scene = await Scene.StartAsync();

        var inserted = await scene.PostAsync($"{prefix}projects/acme/jobs", Scene.Body("j1", "SELECT 1").ToJsonString());
        var got = await scene.GetAsync($"{prefix}projects/acme/jobs/j1");

        inserted.Code.ShouldBe(HttpStatusCode.OK);
        got.Code.ShouldBe(HttpStatusCode.OK);
        ((string?)got.Json["kind"]).ShouldBe("bigquery#job");
        ((string?)got.Json["id"]).ShouldBe("acme:US.j1");
        JsonNode.DeepEquals(got.Json["jobReference"], JsonNode.Parse("""{"projectId":"acme","jobId":"j1","location":"US"}""")).ShouldBeTrue();
    }

    [Fact]
    public async Task Insert_echoes_every_field_of_the_configuration_and_adds_the_services_own()
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.InsertAsync("j1", "SELECT 1", change: configuration =>
        {
            configuration["labels"] = new JsonObject { ["team"] = "blue" };
            configuration["jobTimeoutMs"] = "60000";
            configuration["somethingNew"] = new JsonArray(1, "two");
            configuration["query"]!["maximumBytesBilled"] = "104857600";
            configuration["query"]!["connectionProperties"] = JsonNode.Parse("""[{"key":"time_zone","value":"UTC"}]""");
        });

        var configuration = answer.Json["configuration"]!;
        configuration["labels"]!["team"]!.GetValue<string>().ShouldBe("blue");
        configuration["jobTimeoutMs"]!.GetValue<string>().ShouldBe("60000");
        configuration["somethingNew"]!.ToJsonString().ShouldBe("[1,\"two\"]");
        configuration["jobType"]!.GetValue<string>().ShouldBe("QUERY");
        var query = configuration["query"]!;
        query["maximumBytesBilled"]!.GetValue<string>().ShouldBe("104857600");
        query["connectionProperties"]!.ToJsonString().ShouldBe("""[{"key":"time_zone","value":"UTC"}]""");
        query["useLegacySql"]!.GetValue<bool>().ShouldBeFalse();
        query["priority"]!.GetValue<string>().ShouldBe("INTERACTIVE");
    }

    [Fact]
    public async Task A_query_that_does_not_say_so_is_legacy_sql()
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.InsertAsync("j1", "SELECT 1", change: configuration => configuration["query"]!.AsObject().Remove("useLegacySql"));

        answer.Json["configuration"]!["query"]!["useLegacySql"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Theory]
    [InlineData("NAMED", "x")]
    [InlineData("named", "x")]
    [InlineData("positional", null)]
    [InlineData(null, "x")]
    [InlineData(null, null)]
    public async Task Query_parameters_are_taken_in_either_mode_and_spelling(string? mode, string? name)
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.InsertAsync("j1", "SELECT @x", change: configuration =>
        {
            configuration["query"]!["parameterMode"] = mode;
            configuration["query"]!["queryParameters"] = new JsonArray(new JsonObject
            {
                ["name"] = name,
                ["parameterType"] = new JsonObject { ["type"] = "FLOAT64" },
                ["parameterValue"] = new JsonObject { ["value"] = 1.5 },
            });
        });

        answer.Code.ShouldBe(HttpStatusCode.OK);
        ((double)answer.Json["configuration"]!["query"]!["queryParameters"]![0]!["parameterValue"]!["value"]!).ShouldBe(1.5);
    }

    [Fact]
    public async Task A_select_without_destination_gets_an_anonymous_table_and_a_given_one_is_kept()
    {
        await using var scene = await Scene.StartAsync();
        var table = JsonNode.Parse("""{"projectId":"acme","datasetId":"d","tableId":"t"}""");

        var anonymous = await scene.InsertAsync("j1", "SELECT 1");
        var given = await scene.InsertAsync("j2", "SELECT 1", change: configuration => configuration["query"]!["destinationTable"] = table!.DeepClone());
        var ddl = await scene.InsertAsync("j3", "CREATE TABLE d.t (x INT64)");

        var filled = anonymous.Json["configuration"]!["query"]!["destinationTable"]!;
        filled["projectId"]!.GetValue<string>().ShouldBe("acme");
        filled["datasetId"]!.GetValue<string>().ShouldMatch("^_[0-9a-f]{40}$");
        filled["tableId"]!.GetValue<string>().ShouldMatch("^anon[0-9a-f]+$");
        JsonNode.DeepEquals(given.Json["configuration"]!["query"]!["destinationTable"], table).ShouldBeTrue();
        ddl.Json["configuration"]!["query"]!["destinationTable"].ShouldBeNull();
    }

    [Fact]
    public async Task An_id_that_is_left_out_is_made_and_never_the_same_twice()
    {
        await using var scene = await Scene.StartAsync();

        var first = (string?)(await scene.InsertAsync(null, "SELECT 1")).Json["jobReference"]!["jobId"];
        var second = (string?)(await scene.PostAsync("projects/acme/jobs", """{"configuration":{"query":{"query":"SELECT 1"}}}""")).Json["jobReference"]!["jobId"];

        first.ShouldNotBeNullOrEmpty();
        second.ShouldNotBe(first);
        (await scene.GetJobAsync(first)).Code.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_second_insert_of_an_id_is_a_conflict_that_names_the_job_and_changes_nothing()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", "SELECT 1");

        var answer = await scene.InsertAsync("j1", "SELECT 2");

        answer.Code.ShouldBe(HttpStatusCode.Conflict);
        answer.Reason.ShouldBe("duplicate");
        answer.Message.ShouldBe("Already Exists: Job acme:US.j1");
        ((string?)answer.Json["error"]!["status"]).ShouldBe("ALREADY_EXISTS");
        ((int)answer.Json["error"]!["code"]!).ShouldBe(409);
        ((string?)(await scene.GetJobAsync("j1")).Json["configuration"]!["query"]!["query"]).ShouldBe("SELECT 1");
    }

    [Fact]
    public async Task Ids_are_kept_apart_by_location_and_by_project()
    {
        await using var scene = await Scene.StartAsync();

        (await scene.InsertAsync("j1", "SELECT 1")).Code.ShouldBe(HttpStatusCode.OK);
        (await scene.InsertAsync("j1", "SELECT 1", "EU")).Code.ShouldBe(HttpStatusCode.OK);
        (await scene.PostAsync("projects/other/jobs", """{"jobReference":{"jobId":"j1"},"configuration":{"query":{"query":"SELECT 1"}}}""")).Code.ShouldBe(HttpStatusCode.OK);
        (await scene.InsertAsync("j1", "SELECT 1", "eu")).Code.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_dry_run_is_done_at_once_and_leaves_no_job()
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.InsertAsync("j1", "SELECT 1 /* sim: bytes=5000 */", change: configuration => configuration["dryRun"] = true);

        answer.State.ShouldBe("DONE");
        ((string?)answer.Json["statistics"]!["totalBytesProcessed"]).ShouldBe("5000");
        answer.Json["jobReference"]!["jobId"].ShouldBeNull();
        (await scene.GetJobAsync("j1")).Code.ShouldBe(HttpStatusCode.NotFound);
        ((int)(await scene.BookAsync("j1"))["inserts"]!).ShouldBe(0);
    }

    [Fact]
    public async Task A_dry_run_of_a_query_that_would_fail_is_refused()
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.InsertAsync("j1", "SELEC 1 /* sim: fail=invalidQuery message='Syntax error' */", change: configuration => configuration["dryRun"] = true);

        answer.Code.ShouldBe(HttpStatusCode.BadRequest);
        answer.Reason.ShouldBe("invalidQuery");
        answer.Message.ShouldBe("Syntax error");
    }

    [Fact]
    public async Task Load_copy_and_extract_jobs_run_like_any_other()
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.PostAsync(
            "projects/acme/jobs",
            """{"jobReference":{"jobId":"j1"},"configuration":{"labels":{"sim_duration":"0s","sim_pending":"0s"},"load":{"sourceUris":["gs://b/o"]}}}""");

        answer.State.ShouldBe("DONE");
        ((string?)answer.Json["configuration"]!["jobType"]).ShouldBe("LOAD");
        answer.Json["statistics"]!["query"].ShouldBeNull();
    }
}
