using System.Globalization;
using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>A refusal of a call, in the service's envelope.</summary>
internal sealed record ApiError(int Code, string Reason, string Message, string? Location = null, string? LocationType = null)
{
    public static ApiError Of(string reason, string? message = null) =>
        new(ErrorReasons.CodeOf(reason) is var code && code >= 400 ? code : 400, ErrorReasons.Spell(reason), message ?? ErrorReasons.MessageOf(reason));

    public static ApiError Invalid(string message) => Of(ErrorReasons.Invalid, message);

    public static ApiError Required(string parameter) =>
        Of(ErrorReasons.Required, $"Required parameter is missing: {parameter}") with { Location = parameter, LocationType = "parameter" };

    public ApiAnswer ToAnswer(double? retryAfterSeconds = null)
    {
        var item = new JsonObject { ["message"] = Message, ["domain"] = "global", ["reason"] = Reason };
        if (Location is not null)
        {
            item["location"] = Location;
            item["locationType"] = LocationType;
        }

        var error = new JsonObject { ["code"] = Code, ["message"] = Message, ["errors"] = new JsonArray(item), ["status"] = StatusName(Code) };
        return ApiAnswer.Json(Code, new JsonObject { ["error"] = error }) with
        {
            RetryAfter = retryAfterSeconds is { } seconds ? Math.Ceiling(seconds).ToString(CultureInfo.InvariantCulture) : null,
        };
    }

    private static string StatusName(int code) => code switch
    {
        400 => "INVALID_ARGUMENT",
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        409 => "ALREADY_EXISTS",
        429 => "RESOURCE_EXHAUSTED",
        499 => "CANCELLED",
        501 => "UNIMPLEMENTED",
        503 => "UNAVAILABLE",
        504 => "DEADLINE_EXCEEDED",
        >= 500 => "INTERNAL",
        _ => "UNKNOWN",
    };
}
