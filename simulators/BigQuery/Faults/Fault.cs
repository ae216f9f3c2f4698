using System.Text.Json.Serialization;
using BackendPlugins.Simulators.BigQuery.Api;

namespace BackendPlugins.Simulators.BigQuery.Faults;

/// <summary>Something that goes wrong with a call.</summary>
public sealed record Fault
{
    /// <summary>Name to find it again in the list; made by the simulator when null.</summary>
    public string? Id { get; init; }

    /// <summary>insert, get, list, cancel, delete, query, getQueryResults, datasets, tables, tabledata, projects, token or * for all. Default *.</summary>
    public string Method { get; init; } = ApiMethods.Any;

    /// <summary>What goes wrong.</summary>
    public required FaultMode Mode { get; init; }

    /// <summary>HTTP code of <see cref="FaultMode.Status"/>, <see cref="FaultMode.StatusAfter"/> and <see cref="FaultMode.Html"/>; null takes the reason's own code, or 503.</summary>
    public int? Status { get; init; }

    /// <summary>Error reason of <see cref="FaultMode.Status"/>. Default backendError.</summary>
    public string? Reason { get; init; }

    /// <summary>Error message of <see cref="FaultMode.Status"/>; null takes the reason's own.</summary>
    public string? Message { get; init; }

    /// <summary><c>Retry-After</c> header of <see cref="FaultMode.Status"/>, in seconds; null sends none.</summary>
    public double? RetryAfterSeconds { get; init; }

    /// <summary>
    /// Seconds of <see cref="FaultMode.CommitLate"/> and <see cref="FaultMode.GetLag"/> (default 5), and of the hangs, after which the
    /// call goes on (null: never).
    /// </summary>
    public double? Seconds { get; init; }

    /// <summary>With <see cref="FaultMode.CommitLate"/>: abort the connection instead of answering 503. Default false.</summary>
    public bool Reset { get; init; }

    /// <summary>Chance that a matching call is hit, 0 to 1. Default 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>How many calls are hit before the fault is spent; null for ever.</summary>
    public int? Times { get; init; }

    /// <summary>Only calls whose job id contains this text; null for all.</summary>
    public string? JobIdContains { get; init; }

    /// <summary>Calls hit so far; set by the simulator.</summary>
    public int Hits { get; init; }

    internal TimeSpan Delay => TimeSpan.FromSeconds(Seconds ?? 5);

    /// <summary>What is wrong with the fault itself; null when nothing is.</summary>
    internal string? Complaint() => this switch
    {
        _ when !ApiMethods.IsPattern(Method) => $"method must be {string.Join(", ", ApiMethods.All)} or *; got '{Method}'.",
        { Mode: FaultMode.CommitLate or FaultMode.GetLag } when !ApiMethods.Matches(Method, ApiMethods.Insert) => $"this mode belongs to method insert; got '{Method}'.",
        _ when !(Probability is >= 0 and <= 1) => "probability must be between 0 and 1.",
        { Times: < 1 } => "times must be at least 1, or null for ever.",
        { Seconds: < 0 or > 31_536_000 } => "seconds must be between 0 and one year.",
        { RetryAfterSeconds: < 0 } => "retryAfterSeconds must not be negative.",
        { Status: < 200 or > 599 } => "status must be an HTTP code from 200 to 599.",
        _ => null,
    };

    /// <summary>The answer of <see cref="FaultMode.Html"/>.</summary>
    internal ApiAnswer HtmlAnswer() => new(Status ?? StatusCodes.Status502BadGateway, "<html><body><h1>The server cannot be reached.</h1></body></html>"u8.ToArray()) { ContentType = "text/html; charset=UTF-8" };

    internal ApiAnswer StatusAnswer()
    {
        var error = ApiError.Of(Reason ?? ErrorReasons.BackendError, Message);
        return (Status is { } code ? error with { Code = code } : error).ToAnswer(RetryAfterSeconds);
    }
}

/// <summary>Ways for a call to go wrong.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultMode>))]
public enum FaultMode
{
    /// <summary>The connection is aborted and nothing was done.</summary>
    [JsonStringEnumMemberName("reset-before")]
    ResetBefore,

    /// <summary>The call is carried out, then the connection is aborted.</summary>
    [JsonStringEnumMemberName("reset-after")]
    ResetAfter,

    /// <summary>Nothing is done and nothing answered until the caller goes away; with <see cref="Fault.Seconds"/>, the call goes on after them.</summary>
    [JsonStringEnumMemberName("hang")]
    Hang,

    /// <summary>The call is carried out but not answered until the caller goes away or <see cref="Fault.Seconds"/> have passed.</summary>
    [JsonStringEnumMemberName("hang-after")]
    HangAfter,

    /// <summary>Nothing is done; an HTTP error is answered.</summary>
    [JsonStringEnumMemberName("status")]
    Status,

    /// <summary>The call is carried out, yet an HTTP error is answered.</summary>
    [JsonStringEnumMemberName("status-after")]
    StatusAfter,

    /// <summary>Nothing is done; a page of HTML is answered, as by a proxy in between. Default code 502.</summary>
    [JsonStringEnumMemberName("html")]
    Html,

    /// <summary>The call is carried out; the answer is 200 with half of its JSON.</summary>
    [JsonStringEnumMemberName("malformed")]
    Malformed,

    /// <summary>An insert is answered with 503 or a reset, yet the job appears <see cref="Fault.Seconds"/> later.</summary>
    [JsonStringEnumMemberName("commit-late")]
    CommitLate,

    /// <summary>An insert succeeds, but jobs.get answers 404 for <see cref="Fault.Seconds"/>.</summary>
    [JsonStringEnumMemberName("get-lag")]
    GetLag,
}
