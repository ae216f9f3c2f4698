using System.Text.Json.Nodes;
using BackendPlugins.Simulators.BigQuery.Api;
using Microsoft.Extensions.Primitives;

namespace BackendPlugins.Simulators.BigQuery.Auth;

/// <summary>Where credentials go for tokens: Google's token endpoint and the metadata server of a machine in its cloud.</summary>
internal sealed class AuthRoutes(TokenEndpoint endpoint, SecurityTokens security, CallPipeline pipeline, BigQuerySimulatorOptions options)
{
    private const string FlavorHeader = "Metadata-Flavor";
    private const string Flavor = "Google";
    private const string CloudPlatform = "https://www.googleapis.com/auth/cloud-platform";
    private static readonly ApiCall Call = new(ApiMethods.Token, "", null, null);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/token", TokenAsync);
        routes.MapPost("/oauth2/v4/token", TokenAsync);
        routes.MapPost("/v1/token", ExchangeAsync);
        // Colons are no borders of route values.
        routes.MapPost("/v1/projects/-/serviceAccounts/{method}", ActAsAsync);
        routes.MapGet("/", context => MetadataAsync(context, "computeMetadata/\n"));
        const string root = "/computeMetadata/v1";
        routes.MapGet($"{root}/instance", context => MetadataAsync(context, "service-accounts/\nzone\n"));
        routes.MapGet($"{root}/instance/zone", context => MetadataAsync(context, "projects/1/zones/us-central1-a"));
        routes.MapGet($"{root}/project/project-id", context => MetadataAsync(context, options.MetadataProject));
        routes.MapGet($"{root}/project/numeric-project-id", context => MetadataAsync(context, "1"));
        routes.MapGet($"{root}/universe/universe-domain", context => MetadataAsync(context, "googleapis.com"));
        routes.MapGet($"{root}/instance/service-accounts", context => MetadataAsync(context, $"default/\n{options.MetadataAccount}/\n"));
        routes.MapGet($"{root}/instance/service-accounts/{{account}}", AccountAsync);
        routes.MapGet($"{root}/instance/service-accounts/{{account}}/email", context => MetadataAsync(context, options.MetadataAccount));
        routes.MapGet($"{root}/instance/service-accounts/{{account}}/scopes", context => MetadataAsync(context, $"{CloudPlatform}\n"));
        routes.MapGet($"{root}/instance/service-accounts/{{account}}/token", MetadataTokenAsync);
    }

    private async Task TokenAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        await pipeline.RunAsync(context, Call, _ => endpoint.Exchange(form));
    }

    private async Task ExchangeAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        await pipeline.RunAsync(context, Call, _ => security.Exchange(form));
    }

    private async Task ActAsAsync(HttpContext context)
    {
        const string wanted = ":generateAccessToken";
        var method = (string)context.Request.RouteValues["method"]!;
        var (body, error) = JsonBody.Read(await JsonBody.BytesAsync(context), "a request");
        await pipeline.RunAsync(context, Call, _ => !method.EndsWith(wanted, StringComparison.Ordinal)
            ? new ApiError(StatusCodes.Status404NotFound, ErrorReasons.NotFound, $"The simulator serves of service accounts only {wanted[1..]}.").ToAnswer()
            : error?.ToAnswer() ?? security.Generate(context.Request.Headers.Authorization.ToString(), method[..^wanted.Length], body));
    }

    private Task MetadataTokenAsync(HttpContext context)
    {
        if (IsRefused(context))
        {
            return Task.CompletedTask;
        }

        var scopes = context.Request.Query["scopes"].ToString() is { Length: > 0 } asked ? asked.Replace(',', ' ') : CloudPlatform;
        return pipeline.RunAsync(context, Call, _ => endpoint.IssueTo(options.MetadataAccount, scopes));
    }

    /// <summary>The account as one document, which clients ask for with <c>?recursive=true</c>.</summary>
    private Task AccountAsync(HttpContext context) => context.Request.Query["recursive"] == "true" && !IsRefused(context)
        ? CallPipeline.WriteAsync(
            context,
            ApiAnswer.Json(StatusCodes.Status200OK, new JsonObject
            {
                ["aliases"] = new JsonArray("default"),
                ["email"] = options.MetadataAccount,
                ["scopes"] = new JsonArray(CloudPlatform),
            }),
            context.RequestAborted)
        : MetadataAsync(context, "aliases\nemail\nscopes\ntoken\n");

    private static Task MetadataAsync(HttpContext context, string text)
    {
        if (IsRefused(context))
        {
            return Task.CompletedTask;
        }

        context.Response.ContentType = "application/text";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    /// <summary>The header proves that the caller means this server and is no browser or proxy that was led here.</summary>
    private static bool IsRefused(HttpContext context)
    {
        context.Response.Headers[FlavorHeader] = Flavor;
        // A client that looks whether there is a metadata server asks for the root without the header.
        var isLook = context.Request.Path == "/";
        if ((isLook || context.Request.Headers[FlavorHeader] == Flavor) && StringValues.IsNullOrEmpty(context.Request.Headers["X-Forwarded-For"]))
        {
            return false;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return true;
    }
}
