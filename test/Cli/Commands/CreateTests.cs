using System.Text.Json;
using BackendPlugins.Cli.Tests.Fakes;
using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Cli.Tests.Commands;

public sealed class CreateTests
{
    private static readonly string[] Query = ["create", "bigquery_query_job_task", "--sql", "select 1", "--project", "gcp", "--location", "EU"];

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public async Task Create_sends_the_task_that_the_line_describes(string protocol)
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        var run = await CliRun.OfAsync(
            endpoint,
            [
                .. Query, "--protocol", protocol, "--input", "n=3", "--input", "name:string=4", "--input", "t:datetime=2026-08-21T06:00:00+02:00",
                "--returns", "results", "--execution", "e1", "--node", "n7", "--attempt", "2", "--flyte-project", "p", "--domain", "d",
                "--output-prefix", "s3://b/x/2",
            ]);

        run.ExitCode.ShouldBe(0, run.Error);
        var (spoken, request) = endpoint.Backend.Created.ShouldHaveSingleItem();
        spoken.ShouldBe(protocol);
        request.Category.ShouldBe(new TaskCategory("bigquery_query_job_task"));
        request.Template.Sql.ShouldBe(new SqlStatement("select 1", "ANSI"));
        JsonSerializer.Serialize(request.Template.Custom).ShouldBe("""{"ProjectID":"gcp","Location":"EU"}""");
        request.Inputs.ShouldBe(
            new Dictionary<string, Literal>
            {
                ["n"] = new IntegerLiteral(3),
                ["name"] = new StringLiteral("4"),
                ["t"] = new DatetimeLiteral(new DateTimeOffset(2026, 8, 21, 4, 0, 0, TimeSpan.Zero)),
            },
            ignoreOrder: true);
        request.Template.Inputs["n"].ShouldBeOfType<SimpleLiteralType>().Simple.ShouldBe(SimpleType.Integer);
        request.Template.Outputs["results"].ShouldBeOfType<StructuredDatasetLiteralType>();
        request.OutputPrefix.ShouldBe("s3://b/x/2");
        var id = request.Execution.Id.ShouldNotBeNull();
        (id.Project, id.Domain, id.Execution, id.Node, id.RetryAttempt).ShouldBe(("p", "d", "e1", "n7", 2));
    }

    [Fact]
    public async Task Create_prints_meta_and_key()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        var run = await CliRun.OfAsync(endpoint, [.. Query, "--input", "n=3"]);

        run.ExitCode.ShouldBe(0, run.Error);
        var key = JobIdentity.Of(endpoint.Backend.Created.Single().Request)!.Key;
        run.Out.ShouldContain($"key        {key.Value}\n");
        run.Out.ShouldContain($"meta       {Convert.ToBase64String(ResourceMeta.Write(key))}\n");
        run.Out.ShouldContain("inputs     n = Integer 3\n");
    }

    [Fact]
    public async Task Create_without_an_execution_makes_one_up_and_prints_it()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        var run = await CliRun.OfAsync(endpoint, Query);

        run.Out.ShouldContain("execution  made-up node n0 attempt 0 (backendctl, development)\n");
        var request = endpoint.Backend.Created.Single().Request;
        request.Execution.Id!.Execution.ShouldBe("made-up");
        request.OutputPrefix.ShouldBe("s3://backendctl/backendctl/development/made-up/n0/0");
    }

    [Fact]
    public async Task Create_as_json_is_one_document()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        var run = await CliRun.OfAsync(endpoint, [.. Query, "--execution", "e1", "--output", "json"]);

        run.Error.ShouldBeEmpty();
        var key = JobIdentity.Of(endpoint.Backend.Created.Single().Request)!.Key;
        run.Json.GetProperty("key").GetString().ShouldBe(key.Value);
        run.Json.GetProperty("execution").GetString().ShouldBe("e1");
        run.Json.GetProperty("protocol").GetString().ShouldBe("v1");
        run.Json.GetProperty("attempt").GetInt32().ShouldBe(0);
        Convert.FromBase64String(run.Json.GetProperty("resourceMeta").GetString()!).ShouldBe(ResourceMeta.Write(key));
    }

    [Fact]
    public async Task Create_at_another_makers_endpoint_prints_its_meta_alone()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        endpoint.Backend.ForeignMeta = true;
        var run = await CliRun.OfAsync(endpoint, [.. Query, "--output", "json"]);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Json.TryGetProperty("key", out _).ShouldBeFalse();
        run.Json.GetProperty("resourceMeta").GetString().ShouldBe("eyJqb2JfaWQiOiJqMSJ9");
    }

    [Theory]
    [InlineData(FakeReport.Succeeded, 0)]
    [InlineData(FakeReport.Failed, 2)]
    [InlineData(FakeReport.RetryableFailed, 3)]
    [InlineData(FakeReport.Aborted, 4)]
    public async Task Create_and_wait_ends_with_the_code_of_the_jobs_end(int phase, int exitCode)
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        endpoint.Backend.Script.Add(new FakeReport(phase, "over"));
        var run = await CliRun.OfAsync(endpoint, [.. Query, "--wait", "--interval", "5ms"]);

        run.ExitCode.ShouldBe(exitCode, run.Error);
        run.Out.ShouldContain("RUNNING running\n");
        run.Out.ShouldContain(" over\n");
    }

    [Fact]
    public async Task Create_and_wait_as_json_is_one_document_with_the_end_in_it()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        endpoint.Backend.Script.Add(new FakeReport(FakeReport.Succeeded, "done") { Outputs = new Dictionary<string, Literal> { ["n"] = new IntegerLiteral(7) } });
        var run = await CliRun.OfAsync(endpoint, [.. Query, "--wait", "--interval", "5ms", "-o", "json"]);

        run.ExitCode.ShouldBe(0, run.Error);
        var job = run.Json.GetProperty("job");
        job.GetProperty("phase").GetString().ShouldBe("SUCCEEDED");
        job.GetProperty("outputs").GetProperty("n").GetProperty("value").GetInt64().ShouldBe(7);
    }

    [Fact]
    public async Task Create_and_wait_as_json_names_the_job_even_when_the_watch_fails()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        endpoint.Backend.Fail("GetTask", Grpc.Core.StatusCode.Internal);
        var run = await CliRun.OfAsync(endpoint, [.. Query, "--wait", "-o", "json"]);

        run.ExitCode.ShouldBe(7);
        run.Json.GetProperty("resourceMeta").GetString().ShouldNotBeNullOrEmpty();
        run.ErrorJson.GetProperty("error").GetProperty("code").GetString().ShouldBe("INTERNAL");
    }

    [Fact]
    public async Task Bad_input_is_found_before_anything_is_sent()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        var run = await CliRun.OfAsync(endpoint, [.. Query, "--input", "n:integer=abc"]);

        run.ExitCode.ShouldBe(1);
        run.Out.ShouldBeEmpty();
        run.Error.ShouldBe("error: --input n must be of type integer, for example n:integer=3; got \"abc\"\n");
        endpoint.Backend.Created.ShouldBeEmpty();
    }
}
