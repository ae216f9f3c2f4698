using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BackendPlugins.Simulators.BigQuery.Api;

namespace BackendPlugins.Simulators.BigQuery.Discovery;

/// <summary>The discovery document, out of which some clients make their methods. It needs no token, as at the service.</summary>
internal sealed partial class DiscoveryRoutes(Lazy<Uri> endpoint)
{
    private const string ServicePath = "bigquery/v2/";
    private static readonly string[] Scopes = ["https://www.googleapis.com/auth/bigquery", "https://www.googleapis.com/auth/cloud-platform"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/discovery/v1/apis/bigquery/v2/rest", AnswerAsync);
        routes.MapGet("/$discovery/rest", AnswerAsync);
    }

    private Task AnswerAsync(HttpContext context) =>
        CallPipeline.WriteAsync(context, ApiAnswer.Json(StatusCodes.Status200OK, Document()), context.RequestAborted);

    private JsonObject Document() => new()
    {
        ["kind"] = "discovery#restDescription",
        ["discoveryVersion"] = "v1",
        ["id"] = "bigquery:v2",
        ["name"] = "bigquery",
        ["version"] = "v2",
        ["revision"] = "0",
        ["title"] = "BigQuery API (simulated)",
        ["description"] = "The methods of BigQuery that the simulator serves.",
        ["protocol"] = "rest",
        ["rootUrl"] = endpoint.Value.AbsoluteUri,
        ["servicePath"] = ServicePath,
        ["basePath"] = $"/{ServicePath}",
        ["baseUrl"] = $"{endpoint.Value.AbsoluteUri}{ServicePath}",
        ["batchPath"] = "batch/bigquery/v2",
        ["auth"] = new JsonObject
        {
            ["oauth2"] = new JsonObject { ["scopes"] = new JsonObject(Scopes.Select(scope => KeyValuePair.Create<string, JsonNode?>(scope, new JsonObject { ["description"] = scope }))) },
        },
        ["parameters"] = new JsonObject
        {
            ["alt"] = Parameter("string", "query"),
            ["fields"] = Parameter("string", "query"),
            ["key"] = Parameter("string", "query"),
            ["oauth_token"] = Parameter("string", "query"),
            ["prettyPrint"] = Parameter("boolean", "query"),
            ["quotaUser"] = Parameter("string", "query"),
        },
        ["schemas"] = DiscoverySchemas.ToJson(),
        ["resources"] = new JsonObject(DiscoveryMethod.All.GroupBy(method => method.Resource).Select(resource => KeyValuePair.Create<string, JsonNode?>(
            resource.Key,
            new JsonObject { ["methods"] = new JsonObject(resource.Select(method => KeyValuePair.Create<string, JsonNode?>(method.Name, Describe(method)))) }))),
    };

    private static JsonObject Describe(DiscoveryMethod method)
    {
        var inPath = Places().Matches(method.Path).Select(place => place.Groups[1].Value).ToList();
        var parameters = new JsonObject();
        foreach (var name in inPath)
        {
            parameters[name] = Parameter("string", "path");
        }

        foreach (var parts in method.Query.Select(parameter => parameter.Split(':')))
        {
            parameters[parts[0]] = Parameter(parts[1].TrimEnd('*'), "query", isRepeated: parts[1].EndsWith('*'));
        }

        var described = new JsonObject
        {
            ["id"] = method.Id,
            ["path"] = Places().Replace(method.Path, "{+$1}"),
            ["flatPath"] = method.Path,
            ["httpMethod"] = method.Verb,
            ["description"] = method.About,
            ["parameters"] = parameters,
            ["parameterOrder"] = new JsonArray([.. inPath]),
            ["scopes"] = new JsonArray([.. Scopes]),
        };
        foreach (var (name, schema) in new[] { ("request", method.Request), ("response", method.Response) })
        {
            if (schema is not null)
            {
                described[name] = new JsonObject { ["$ref"] = schema };
            }
        }

        return described;
    }

    private static JsonObject Parameter(string type, string location, bool isRepeated = false)
    {
        var parameter = new JsonObject { ["type"] = type, ["location"] = location };
        if (type == "integer")
        {
            parameter["format"] = "uint32";
        }

        if (location == "path")
        {
            parameter["required"] = true;
        }

        if (isRepeated)
        {
            parameter["repeated"] = true;
        }

        return parameter;
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Places();
}
