using System.Text.Json;
using System.Text.Json.Serialization;
using BackendPlugins.Simulators.BigQuery.Api;
using BackendPlugins.Simulators.BigQuery.Auth;
using BackendPlugins.Simulators.BigQuery.Books;
using BackendPlugins.Simulators.BigQuery.Faults;

namespace BackendPlugins.Simulators.BigQuery.Hosting;

/// <summary>The simulator's own paths: health, books, faults and latency.</summary>
internal sealed class ControlRoutes(JobLedger ledger, AccessTokens tokens, FaultBoard faults, LatencyBoard latency)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/_health", context => AnswerAsync(context, new { status = "healthy" }));
        routes.MapGet("/_books", context => AnswerAsync(context, ledger.ReadBooks() with { TokensIssued = tokens.Issued }));
        routes.MapGet("/_calls", context => AnswerAsync(context, ledger.ReadCalls()));
        routes.MapGet("/_books/{jobId}", BookAsync);
        routes.MapDelete("/_books", context => DoneAsync(context, () =>
        {
            ledger.Reset();
            tokens.ResetCount();
        }));
        routes.MapDelete("/_tokens", context => DoneAsync(context, tokens.RevokeAll));
        routes.MapGet("/_faults", context => AnswerAsync(context, faults.Read()));
        routes.MapPost("/_faults", context => ChangeAsync<IReadOnlyList<Fault>>(context, faults.Add));
        routes.MapDelete("/_faults", context => DoneAsync(context, faults.Clear));
        routes.MapDelete("/_faults/{id}", RemoveFaultAsync);
        routes.MapGet("/_latency", context => AnswerAsync(context, latency.Read()));
        routes.MapPost("/_latency", context => ChangeAsync<Dictionary<string, DurationRange>>(context, ranges =>
        {
            latency.Set(ranges);
            return latency.Read();
        }));
        routes.MapDelete("/_latency", context => DoneAsync(context, latency.Clear));
        routes.MapFallback(context => RefuseAsync(context, new(StatusCodes.Status404NotFound, ErrorReasons.NotFound, $"The simulator serves no {context.Request.Method} {context.Request.Path}.")));
    }

    private Task BookAsync(HttpContext context)
    {
        var jobId = (string)context.Request.RouteValues["jobId"]!;
        var books = ledger.FindBooks(jobId).Where(book => Agrees("projectId", book.ProjectId) && Agrees("location", book.Location)).ToList();
        return books switch
        {
            [] => RefuseAsync(context, new(StatusCodes.Status404NotFound, ErrorReasons.NotFound, $"No insert ever named job {jobId}.")),
            [var book] => AnswerAsync(context, book),
            _ => RefuseAsync(context, new(
                StatusCodes.Status409Conflict,
                ErrorReasons.Duplicate,
                $"Job id {jobId} was used in {string.Join(", ", books.Select(book => $"{book.ProjectId}:{book.Location}"))}; add ?projectId= or ?location=.")),
        };

        bool Agrees(string name, string value) => context.Request.Query[name].FirstOrDefault() is not { Length: > 0 } wanted || wanted.Equals(value, StringComparison.OrdinalIgnoreCase);
    }

    private Task RemoveFaultAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        return faults.Remove(id)
            ? DoneAsync(context, () => { })
            : RefuseAsync(context, new(StatusCodes.Status404NotFound, ErrorReasons.NotFound, $"There is no fault '{id}'."));
    }

    private static async Task ChangeAsync<T>(HttpContext context, Func<T, object> change)
    {
        try
        {
            var body = await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Json, context.RequestAborted);
            await (body is null
                ? RefuseAsync(context, ApiError.Invalid("The body must not be null."))
                : AnswerAsync(context, change(body)));
        }
        catch (Exception failure) when (failure is JsonException or ArgumentException)
        {
            await RefuseAsync(context, ApiError.Invalid(failure.Message));
        }
    }

    private static Task AnswerAsync(HttpContext context, object value) =>
        CallPipeline.WriteAsync(context, new(StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(value, Json)), context.RequestAborted);

    private static Task RefuseAsync(HttpContext context, ApiError error) => CallPipeline.WriteAsync(context, error.ToAnswer(), context.RequestAborted);

    private static Task DoneAsync(HttpContext context, Action change)
    {
        change();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
