using System.Text.Json;
using BackendPlugins.Cli.Tests.Fakes;

namespace BackendPlugins.Cli.Tests.Creation;

public sealed class TemplateTests : IDisposable
{
    private const string Template = """
        {
          "id": {"resourceType": "TASK", "project": "p", "domain": "d", "name": "etl.rows", "version": "v7"},
          "type": "bigquery_query_job_task",
          "interface": {"inputs": {"variables": {"n": {"type": {"simple": "STRING"}}}}},
          "custom": {"ProjectID": "gcp", "Location": "US", "maximumBytesBilled": "100"},
          "sql": {"statement": "select @n", "dialect": "ANSI"},
          "somethingOfALaterFlyte": {"x": 1}
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("backendctl-").FullName;

    [Fact]
    public async Task A_template_is_taken_with_the_options_on_top()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        var run = await CliRun.OfAsync(endpoint, "create", "--template", Write("t.json", Template), "--input", "n=3", "--location", "EU");

        run.ExitCode.ShouldBe(0, run.Error);
        var request = endpoint.Backend.Created.Single().Request;
        request.Category.Name.ShouldBe("bigquery_query_job_task");
        request.Template.Id.Name.ShouldBe("etl.rows");
        request.Template.Sql!.Statement.ShouldBe("select @n");
        request.Inputs["n"].ShouldBe(new StringLiteral("3"));
        JsonSerializer.Serialize(request.Template.Custom).ShouldBe("""{"ProjectID":"gcp","Location":"EU","maximumBytesBilled":"100"}""");
    }

    [Fact]
    public async Task A_custom_file_stands_for_the_templates_custom()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        var run = await CliRun.OfAsync(
            endpoint, "create", "--template", Write("t.json", Template), "--custom", Write("c.json", """{"a":[1,{"b":null}]}"""));

        run.ExitCode.ShouldBe(0, run.Error);
        JsonSerializer.Serialize(endpoint.Backend.Created.Single().Request.Template.Custom).ShouldBe("""{"a":[1,{"b":null}]}""");
    }

    [Fact]
    public async Task A_statement_is_read_from_a_file()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        var run = await CliRun.OfAsync(endpoint, "create", "t", "--sql", $"@{Write("q.sql", "select 1 -- one\n")}");

        run.ExitCode.ShouldBe(0, run.Error);
        endpoint.Backend.Created.Single().Request.Template.Sql!.Statement.ShouldBe("select 1 -- one\n");
    }

    [Theory]
    [InlineData("{", "must be a Flyte TaskTemplate in protobuf's JSON form")]
    [InlineData("[]", "must be a Flyte TaskTemplate in protobuf's JSON form")]
    [InlineData("""{"sql": 5}""", "must be a Flyte TaskTemplate in protobuf's JSON form")]
    [InlineData("{}", "has no \"type\"; add one")]
    public async Task A_template_that_is_none_is_refused(string text, string words)
    {
        var run = await CliRun.OfAsync("create", "--template", Write("t.json", text));

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("--template");
        run.Error.ShouldContain(words);
    }

    [Fact]
    public async Task A_template_of_another_category_is_refused()
    {
        var run = await CliRun.OfAsync("create", "spark", "--template", Write("t.json", Template));

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("is a template of bigquery_query_job_task, but the command line says spark");
    }

    [Theory]
    [InlineData("[1]", "must hold a JSON object")]
    [InlineData("{", "is no JSON")]
    public async Task A_custom_file_that_is_no_object_is_refused(string text, string words)
    {
        var run = await CliRun.OfAsync("create", "t", "--custom", Write("c.json", text));

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("--custom");
        run.Error.ShouldContain(words);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
