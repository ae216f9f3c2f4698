using System.Collections.Concurrent;
using System.Net;
using BackendPlugins.Kubernetes.ApiServer.Access;
using BackendPlugins.Kubernetes.ApiServer.Answering;
using BackendPlugins.Kubernetes.ApiServer.Objects;
using BackendPlugins.Kubernetes.ApiServer.Serving;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace BackendPlugins.Kubernetes.ApiServer;

/// <summary>A stand-in for a Kubernetes API server, on the loopback.</summary>
public sealed class ApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ResourceCatalog _catalog;
    private readonly ResourceVerbs _verbs;
    private readonly IReadOnlyDictionary<string, ApiUser> _users;
    private readonly ConcurrentQueue<SeenRequest> _seen = new();

    private ApiServer(WebApplication app, ObjectStore store, IReadOnlyDictionary<string, ApiUser> users)
    {
        (_app, Store, _users) = (app, store, users);
        _catalog = new ResourceCatalog(store);
        _verbs = new ResourceVerbs(store, TimeProvider.System);
    }

    public ObjectStore Store { get; }

    public ApiFaults Faults { get; } = new();

    public IReadOnlyCollection<SeenRequest> Seen => _seen;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Starts it.</summary>
    /// <param name="store">Its objects; they outlive it.</param>
    /// <param name="users">Who may call, by token; empty lets everyone do everything.</param>
    /// <param name="port">Port; 0 for a free one.</param>
    public static async Task<ApiServer> StartAsync(ObjectStore store, IReadOnlyDictionary<string, ApiUser> users, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var app = builder.Build();
        var server = new ApiServer(app, store, users);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        try
        {
            var user = User(context);
            var (request, verb) = Route(context);
            _seen.Enqueue(new SeenRequest(context.Request.Method, context.Request.Path, context.Request.QueryString.Value ?? "", verb, request.Kind.Qualified, user.Name));
            Require(user, verb, request);
            var fault = Faults.Take(verb, request.Kind.Plural);
            await BeforeAsync(fault, request);
            var (code, body) = await _verbs.DoAsync(verb, request);
            if (code == 201 && verb == "patch")
            {
                // A real server checks this before it writes; here nobody else can have written in between.
                Require(user, "create", request);
            }

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

    private static async Task WriteAsync(HttpContext context, int code, System.Text.Json.Nodes.JsonObject? body, string text = "")
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = body is null ? "text/plain; charset=utf-8" : "application/json";
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

    private static void Require(ApiUser user, string verb, ApiRequest request)
    {
        if (!user.May(verb, request.Kind.Group, request.Kind.Plural, request.Name))
        {
            throw ApiFailureException.Forbidden(user.Name, verb, request.Kind.Group, request.Kind.Plural, request.Namespace, request.Name);
        }
    }

    private ApiUser User(HttpContext context)
    {
        if (_users.Count == 0)
        {
            return new ApiUser("admin");
        }

        var header = context.Request.Headers.Authorization.ToString();
        return header.Length == 0 ? ApiUser.Anonymous : _users.GetValueOrDefault(header["Bearer ".Length..]) ?? throw ApiFailureException.Unauthorized();
    }

    // /api/v1/..., /apis/{group}/{version}/...; then [namespaces/{namespace}/]{plural}[/{name}]
    private (ApiRequest Request, string Verb) Route(HttpContext context)
    {
        var steps = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (group, version, rest) = steps switch
        {
            ["api", var core, .. var more] => ("", core, more),
            ["apis", var name, var own, .. var more] => (name, own, more),
            _ => throw ApiFailureException.UnknownPath(),
        };
        var (space, tail) = rest is ["namespaces", var within, _, ..] ? (within, rest[2..]) : ("", rest);
        var kind = tail.Length is 1 or 2 ? _catalog.Find(group, version, tail[0]) : null;
        if (kind is null)
        {
            throw ApiFailureException.UnknownPath();
        }

        var named = tail.Length == 2 ? tail[1] : null;
        var verb = (context.Request.Method, named) switch
        {
            ("GET", null) => "list",
            ("GET", _) => "get",
            ("POST", null) => "create",
            ("PUT", not null) => "update",
            ("PATCH", not null) => "patch",
            ("DELETE", not null) => "delete",
            _ => throw ApiFailureException.UnknownPath(),
        };
        return (new ApiRequest(context, kind, space, named), verb);
    }
}
