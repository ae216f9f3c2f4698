using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using BackendPlugins.Kubernetes.ApiServer.Access;
using BackendPlugins.Kubernetes.ApiServer.Answering;
using BackendPlugins.Kubernetes.ApiServer.Discovering;
using BackendPlugins.Kubernetes.ApiServer.Objects;
using BackendPlugins.Kubernetes.ApiServer.Serving;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace BackendPlugins.Kubernetes.ApiServer;

/// <summary>A stand-in for a Kubernetes API server, on the loopback.</summary>
public sealed class ApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ResourceRoutes _routes;
    private readonly ResourceVerbs _verbs;
    private readonly WatchStream _watches;
    private readonly Discovery _discovery;
    private readonly OpenApi _openApi;
    private readonly Authorizer _access;
    private readonly ConcurrentQueue<SeenRequest> _seen = new();

    private ApiServer(WebApplication app, ObjectStore store, IReadOnlyDictionary<string, ApiUser> users, string authority)
    {
        (_app, Store, Authority) = (app, store, authority);
        var catalog = new ResourceCatalog(store);
        (_routes, _discovery, _openApi) = (new ResourceRoutes(catalog), new Discovery(catalog), new OpenApi(catalog));
        (_verbs, _watches) = (new ResourceVerbs(store, TimeProvider.System), new WatchStream(store, TimeProvider.System));
        _access = new Authorizer(store, users);
    }

    public ObjectStore Store { get; }

    public ApiFaults Faults { get; } = new();

    public IReadOnlyCollection<SeenRequest> Seen => _seen;

    /// <summary>Without TLS; kubectl sends no token there.</summary>
    public Uri Address => Addresses.Single(address => address.Scheme == Uri.UriSchemeHttp);

    /// <summary>With TLS.</summary>
    public Uri SecureAddress => Addresses.Single(address => address.Scheme == Uri.UriSchemeHttps);

    /// <summary>Certificate of who vouches for it, as PEM.</summary>
    public string Authority { get; }

    private IEnumerable<Uri> Addresses => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address));

    /// <summary>Starts it.</summary>
    /// <param name="store">Its objects; they outlive it.</param>
    /// <param name="users">Who may call, by token; empty lets everyone do everything.</param>
    /// <param name="port">Port without TLS; 0 for a free one. That with TLS is always free.</param>
    public static async Task<ApiServer> StartAsync(ObjectStore store, IReadOnlyDictionary<string, ApiUser> users, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var certificate = OwnCertificate.Create(TimeProvider.System);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate));
        });
        var app = builder.Build();
        var server = new ApiServer(app, store, users, certificate.ExportCertificatePem());
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        try
        {
            var user = _access.User(context);
            if (await AnswerAboutItselfAsync(context, user))
            {
                return;
            }

            var (request, verb) = _routes.Find(context);
            _seen.Enqueue(new SeenRequest(context.Request.Method, context.Request.Path, context.Request.QueryString.Value ?? "", verb, request.Kind.Qualified, user.Name));
            _access.Require(user, verb, request);
            var fault = Faults.Take(verb, request.Kind.Plural);
            await BeforeAsync(fault, request);
            if (verb == "watch")
            {
                await _watches.RunAsync(request);
                return;
            }

            var (code, body) = await _verbs.DoAsync(verb, request, mayCreate: () => _access.Require(user, "create", request));
            await AfterAsync(fault, context);
            await WriteAsync(context, code, body);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
        catch (ApiFailureException failure)
        {
            await WriteAsync(context, failure.Code, failure.Status, failure.Message);
        }
    }

    // What every client asks before it asks for resources.
    private async Task<bool> AnswerAboutItselfAsync(HttpContext context, ApiUser user)
    {
        if (_discovery.Find(context.Request) is var (body, type))
        {
            _seen.Enqueue(new SeenRequest(context.Request.Method, context.Request.Path, context.Request.QueryString.Value ?? "", "", "", user.Name));
            await WriteAsync(context, 200, body, type: type);
            return true;
        }

        if (_openApi.Find(context.Request) is { } schemas)
        {
            _seen.Enqueue(new SeenRequest(context.Request.Method, context.Request.Path, context.Request.QueryString.Value ?? "", "", "", user.Name));
            await WriteAsync(context, 200, schemas);
            return true;
        }

        if (HttpMethods.IsPost(context.Request.Method) && context.Request.Path == "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")
        {
            if (context.Request.ContentType?.Contains("json", StringComparison.Ordinal) != true)
            {
                throw ApiFailureException.UnsupportedBody();
            }

            var review = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            await WriteAsync(context, 201, _access.Review(user, review!.AsObject()));
            return true;
        }

        if (context.Request.Path.Value!.Split('/')[1] is not ("api" or "apis" or "openapi"))
        {
            await WriteAsync(context, 404, new JsonObject { ["paths"] = new JsonArray("/apis", "/api", "/api/v1", "/openapi/v3", "/version") });
            return true;
        }

        return false;
    }

    private static async Task WriteAsync(HttpContext context, int code, JsonObject? body, string text = "", string type = "application/json")
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = body is null ? "text/plain; charset=utf-8" : type;
        await context.Response.WriteAsync(body?.ToJsonString() ?? text, context.RequestAborted);
    }

    private static async Task BeforeAsync(ApiFault? fault, ApiRequest request)
    {
        switch (fault)
        {
            case ApiFault.CutBefore:
                request.Context.Abort();
                throw new OperationCanceledException();
            case ApiFault.Silence:
                await Task.Delay(Timeout.Infinite, request.Context.RequestAborted);
                break;
            case ApiFault.Conflict:
                throw ApiFailureException.Modified(request.Kind, request.Name!);
            case ApiFault.Overload:
                throw ApiFailureException.TooManyRequests();
            case ApiFault.Internal:
                throw ApiFailureException.Internal();
            case ApiFault.TooLarge:
                throw ApiFailureException.RequestTooLarge();
        }
    }

    private static async Task AfterAsync(ApiFault? fault, HttpContext context)
    {
        if (fault is ApiFault.CutAfter)
        {
            context.Abort();
            throw new OperationCanceledException();
        }

        if (fault is ApiFault.SilenceAfter)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
    }
}
