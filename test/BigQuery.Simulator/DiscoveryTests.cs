using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BackendPlugins.Simulators.BigQuery.Tests;

/// <summary>What a client that makes its methods out of the discovery document finds.</summary>
public sealed partial class DiscoveryTests
{
    [Fact]
    public async Task The_document_says_where_the_service_is()
    {
        await using var scene = await Scene.StartAsync(options => options.RequireAuth = true);
        var document = (await scene.GetAsync("discovery/v1/apis/bigquery/v2/rest")).Json;

        ((string?)document["id"]).ShouldBe("bigquery:v2");
        ((string?)document["rootUrl"]).ShouldBe(scene.Simulator.Endpoint.AbsoluteUri);
        ((string?)document["servicePath"]).ShouldBe("bigquery/v2/");
        ((string?)document["baseUrl"]).ShouldBe($"{scene.Simulator.Endpoint.AbsoluteUri}bigquery/v2/");
        (await scene.GetAsync("$discovery/rest?version=v2")).Json.ToJsonString().ShouldBe(document.ToJsonString());
    }

    [Fact]
    public async Task Each_method_is_told_whole_and_answers_at_its_path()
    {
        await using var scene = await Scene.StartAsync();
        var document = (await scene.GetAsync("discovery/v1/apis/bigquery/v2/rest")).Json;
        var methods = document["resources"]!.AsObject().SelectMany(resource => resource.Value!["methods"]!.AsObject().Select(method => method.Value!)).ToList();

        methods.Select(method => (string?)method["id"]).ShouldBe(
            [
                "bigquery.jobs.insert", "bigquery.jobs.get", "bigquery.jobs.list", "bigquery.jobs.cancel", "bigquery.jobs.delete", "bigquery.jobs.query",
                "bigquery.jobs.getQueryResults", "bigquery.datasets.insert", "bigquery.datasets.list", "bigquery.datasets.get", "bigquery.datasets.delete",
                "bigquery.tables.insert", "bigquery.tables.list", "bigquery.tables.get", "bigquery.tables.delete", "bigquery.tabledata.list",
                "bigquery.projects.list", "bigquery.projects.getServiceAccount",
            ]);
        foreach (var method in methods)
        {
            var path = (string)method["flatPath"]!;
            var places = Places().Matches(path).Select(place => place.Groups[1].Value).ToList();
            method["parameterOrder"]!.AsArray().Select(name => (string)name!).ShouldBe(places);
            places.ShouldAllBe(place => (string?)method["parameters"]![place]!["location"] == "path" && (bool?)method["parameters"]![place]!["required"] == true);
            ((string?)method["path"]).ShouldBe(Places().Replace(path, "{+$1}"));

            var body = method["request"] is null ? null : "{}";
            var answer = await scene.SendAsync(new HttpMethod((string)method["httpMethod"]!), $"bigquery/v2/{Places().Replace(path, "x")}", body);
            // No such job, a missing member: but never no such path.
            answer.Text.ShouldNotContain("The simulator serves no");
            answer.Code.ShouldNotBe(HttpStatusCode.MethodNotAllowed);
        }
    }

    [Fact]
    public async Task Every_schema_that_is_referred_to_is_there()
    {
        await using var scene = await Scene.StartAsync();
        var document = (await scene.GetAsync("discovery/v1/apis/bigquery/v2/rest")).Json;
        var schemas = document["schemas"]!.AsObject();

        schemas.ShouldAllBe(schema => (string?)schema.Value!["id"] == schema.Key && (string?)schema.Value!["type"] == "object");
        References(document).ShouldAllBe(name => schemas.ContainsKey(name));
        ((string?)schemas["JobStatus"]!["properties"]!["errors"]!["items"]!["$ref"]).ShouldBe("ErrorProto");
        ((string?)schemas["JobStatistics"]!["properties"]!["creationTime"]!["format"]).ShouldBe("int64");
    }

    [Fact]
    public async Task A_client_built_from_the_document_runs_a_job()
    {
        await using var scene = await Scene.StartAsync();
        var document = (await scene.GetAsync("discovery/v1/apis/bigquery/v2/rest")).Json;

        await CallAsync("insert", new() { ["projectId"] = "acme" }, Scene.Body("j1", "SELECT 1 /* sim: pending=0s duration=1s */").ToJsonString());
        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        var job = await CallAsync("get", new() { ["projectId"] = "acme", ["jobId"] = "j1", ["location"] = "US" });
        var list = await CallAsync("list", new() { ["projectId"] = "acme", ["stateFilter"] = "done", ["maxResults"] = "1" });

        job.State.ShouldBe("DONE");
        list.Json["jobs"]!.AsArray().Count.ShouldBe(1);

        async Task<Answer> CallAsync(string name, Dictionary<string, string> arguments, string? body = null)
        {
            var method = document["resources"]!["jobs"]!["methods"]![name]!;
            var path = (string)method["path"]!;
            foreach (var (key, value) in arguments.Where(argument => (string?)method["parameters"]![argument.Key]!["location"] == "path"))
            {
                path = path.Replace($"{{+{key}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
            }

            var query = string.Join('&', arguments.Where(argument => (string?)method["parameters"]![argument.Key]!["location"] == "query").Select(argument => $"{argument.Key}={argument.Value}"));
            return await scene.SendAsync(new HttpMethod((string)method["httpMethod"]!), $"{document["servicePath"]}{path}?{query}", body);
        }
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Key == "$ref" ? [(string)member.Value!] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Places();
}
