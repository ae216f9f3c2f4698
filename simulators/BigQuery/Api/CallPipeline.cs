using BackendPlugins.Simulators.BigQuery.Auth;
using BackendPlugins.Simulators.BigQuery.Books;
using BackendPlugins.Simulators.BigQuery.Faults;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>One call of the API as it came in.</summary>
/// <param name="Method">A name of <see cref="ApiMethods"/>.</param>
/// <param name="ProjectId">The project in the path.</param>
/// <param name="JobId">The job it is about; null for a list and for an insert that names none.</param>
/// <param name="Location">The location it gives; null when none.</param>
internal sealed record ApiCall(string Method, string ProjectId, string? JobId, string? Location);

/// <summary>What every call goes through: it is counted, delayed, held against the quota, broken by a fault, carried out and answered.</summary>
internal sealed class CallPipeline(
    JobLedger ledger, FaultBoard faults, LatencyBoard latency, CallQuota quota, TokenGate gate, TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>For calls that are carried out in one go.</summary>
    public Task RunAsync(HttpContext context, ApiCall call, Func<InsertOrder, ApiAnswer> act, Action? refused = null) =>
        RunAsync(context, call, (order, _) => Task.FromResult(act(order)), refused);

    /// <param name="context">The request.</param>
    /// <param name="call">What it asks.</param>
    /// <param name="act">Carries it out; it may wait for a job, until the caller leaves.</param>
    /// <param name="refused">Books a call that is stopped before it is carried out.</param>
    public async Task RunAsync(HttpContext context, ApiCall call, Func<InsertOrder, CancellationToken, Task<ApiAnswer>> act, Action? refused = null)
    {
        using var room = quota.Enter();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        ledger.NoteCall(call.Method, call.ProjectId, call.Location, call.JobId);
        try
        {
            if (latency.Draw(call.Method) is var delay && delay > TimeSpan.Zero)
            {
                await WaitAsync(delay);
            }

            await AnswerAsync(context, call, room, act, refused, gone.Token);
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // The caller went away or the simulator stops: there is nobody to answer.
            context.Abort();
        }
    }

    private async Task AnswerAsync(HttpContext context, ApiCall call, CallQuota.Place room, Func<InsertOrder, CancellationToken, Task<ApiAnswer>> act, Action? refused, CancellationToken gone)
    {
        if (call.Method != ApiMethods.Token && gate.Check(context.Request) is { } unauthorized)
        {
            refused?.Invoke();
            await WriteAsync(context, unauthorized, gone);
            return;
        }

        if (!room.IsAllowed || !quota.TryTake(call.Method))
        {
            refused?.Invoke();
            await WriteAsync(context, ApiError.Of(ErrorReasons.RateLimitExceeded).ToAnswer(), gone);
            return;
        }

        var fault = faults.Draw(call.Method, call.JobId);
        switch (fault?.Mode)
        {
            case FaultMode.ResetBefore:
                refused?.Invoke();
                context.Abort();
                return;
            case FaultMode.Status:
                refused?.Invoke();
                await WriteAsync(context, StatusAnswer(call, fault), gone);
                return;
            case FaultMode.Html:
                refused?.Invoke();
                await WriteAsync(context, fault.HtmlAnswer(), gone);
                return;
            case FaultMode.Hang when fault.Seconds is null:
                refused?.Invoke();
                await Task.Delay(Timeout.InfiniteTimeSpan, time, gone);
                return;
            case FaultMode.Hang:
                await WaitAsync(fault.Delay);
                break;
        }

        var answer = await ActAsync(act, fault, gone);
        switch (fault?.Mode)
        {
            case FaultMode.ResetAfter:
            case FaultMode.CommitLate when fault.Reset:
                context.Abort();
                return;
            case FaultMode.HangAfter:
                await Task.Delay(fault.Seconds is null ? Timeout.InfiniteTimeSpan : fault.Delay, time, gone);
                break;
            case FaultMode.StatusAfter:
                answer = StatusAnswer(call, fault);
                break;
            case FaultMode.Malformed:
                answer = answer.Torn();
                break;
        }

        await WriteAsync(context, answer, gone);
    }

    private static ApiAnswer StatusAnswer(ApiCall call, Fault fault) => call.Method == ApiMethods.Token ? TokenEndpoint.Answer(fault) : fault.StatusAnswer();

    /// <summary>What has arrived is carried out, also when the caller loses patience meanwhile: that is how an outcome becomes unknown to it.</summary>
    private Task WaitAsync(TimeSpan delay) => Task.Delay(delay, time, lifetime.ApplicationStopping);

    private static async Task<ApiAnswer> ActAsync(Func<InsertOrder, CancellationToken, Task<ApiAnswer>> act, Fault? fault, CancellationToken gone)
    {
        var order = new InsertOrder(
            fault?.Mode == FaultMode.CommitLate ? fault.Delay : null,
            fault?.Mode == FaultMode.GetLag ? fault.Delay : null);
        try
        {
            return await act(order, gone);
        }
        catch (RequestShapeException failure)
        {
            return failure.ToError().ToAnswer();
        }
        catch (IOException failure)
        {
            return ApiError.Of(ErrorReasons.BackendError, $"The simulator cannot write its journal: {failure.Message}").ToAnswer();
        }
    }

    public static async Task WriteAsync(HttpContext context, ApiAnswer answer, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = answer.Code;
        if (answer.Authenticate is not null)
        {
            context.Response.Headers.WWWAuthenticate = answer.Authenticate;
        }

        if (answer.RetryAfter is not null)
        {
            context.Response.Headers.RetryAfter = answer.RetryAfter;
        }

        if (answer.Body.IsEmpty)
        {
            return;
        }

        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body, cancellationToken);
    }
}
