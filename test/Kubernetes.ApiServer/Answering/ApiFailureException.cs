using System.Text.Json.Nodes;
using BackendPlugins.Kubernetes.ApiServer.Objects;

namespace BackendPlugins.Kubernetes.ApiServer.Answering;

/// <summary>A request that is answered by a Status of failure, or in plain text where the path is unknown.</summary>
public sealed class ApiFailureException : Exception
{
    private ApiFailureException(int code, string? reason, string message, JsonObject? details = null, JsonObject? metadata = null)
        : base(message)
    {
        Code = code;
        Status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = metadata ?? [],
            ["status"] = "Failure",
            ["message"] = message,
        };
        if (reason is not null)
        {
            Status["reason"] = reason;
        }

        if (details is not null)
        {
            Status["details"] = details;
        }

        Status["code"] = code;
    }

    public int Code { get; }

    /// <summary>The answer's body; null for plain text.</summary>
    public JsonObject? Status { get; private init; }

    public static ApiFailureException UnknownPath() => new(404, null, "404 page not found\n") { Status = null };

    public static ApiFailureException NotFound(ResourceKind kind, string name) => new(404, "NotFound", $"{kind.Qualified} \"{name}\" not found", Details(kind, name));

    public static ApiFailureException AlreadyExists(ResourceKind kind, string name) => new(409, "AlreadyExists", $"{kind.Qualified} \"{name}\" already exists", Details(kind, name));

    public static ApiFailureException Modified(ResourceKind kind, string name) =>
        Conflict(kind, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static ApiFailureException Conflict(ResourceKind kind, string name, string why) => new(409, "Conflict", $"Operation cannot be fulfilled on {kind.Qualified} \"{name}\": {why}", Details(kind, name));

    public static ApiFailureException Precondition(ResourceKind kind, string name, string why)
    {
        var details = Details(kind, name);
        details["kind"] = kind.Kind;
        return new(409, "Conflict", $"Operation cannot be fulfilled on {kind.QualifiedKind} \"{name}\": {why}", details);
    }

    public static ApiFailureException ApplyConflict(IReadOnlyList<(string Manager, string Field)> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var causes = fields.Select(field => Cause("FieldManagerConflict", $"conflict with \"{field.Manager}\"", field.Field));
        return new(
            409, "Conflict", $"Apply failed with {fields.Count} conflict{(fields.Count == 1 ? "" : "s")}: " + string.Join(", ", fields.Select(field => $"conflict with \"{field.Manager}\": {field.Field}")),
            new JsonObject { ["causes"] = new JsonArray([.. causes]) });
    }

    public static ApiFailureException NoFieldManager()
    {
        var cause = Cause("FieldValueRequired", "Required value: is required for apply patch", "fieldManager");
        return new(
            422, "Invalid", "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch",
            new JsonObject { ["group"] = "meta.k8s.io", ["kind"] = "PatchOptions", ["causes"] = new JsonArray(cause) });
    }

    public static ApiFailureException VersionRequired(ResourceKind kind, string name)
    {
        const string why = "Invalid value: 0x0: must be specified for an update";
        var details = Details(kind, name);
        details["causes"] = new JsonArray(Cause("FieldValueInvalid", why, "metadata.resourceVersion"));
        return new(422, "Invalid", $"{kind.Qualified} \"{name}\" is invalid: metadata.resourceVersion: {why}", details);
    }

    public static ApiFailureException Invalid(ResourceKind kind, string name, IReadOnlyList<(string Reason, string Field, string Why)> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        var details = Details(kind, name);
        details["kind"] = kind.Kind;
        details["causes"] = new JsonArray([.. problems.Select(problem => Cause(problem.Reason, problem.Why, problem.Field))]);
        var text = string.Join(", ", problems.Select(problem => $"{problem.Field}: {problem.Why}"));
        return new(422, "Invalid", $"{kind.QualifiedKind} \"{name}\" is invalid: {(problems.Count == 1 ? text : $"[{text}]")}", details);
    }

    public static ApiFailureException RejectedPatch() => new(422, "Invalid", "the server rejected our request due to an error in our request", []);

    public static ApiFailureException BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiFailureException Unparsable(string text) => new(500, null, $"strconv.ParseUint: parsing \"{text}\": invalid syntax");

    public static ApiFailureException UnparsableForWatch(string text) => new(500, null, $"resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax");

    public static ApiFailureException UnsupportedPatch(bool isCustom) => new(
        415, "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, "
        + (isCustom ? "" : "application/strategic-merge-patch+json, ") + "application/apply-patch+yaml");

    /// <summary>kubectl sends some built-in objects as protobuf, which is not read here.</summary>
    public static ApiFailureException UnsupportedBody() => new(
        415, "UnsupportedMediaType", "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml");

    public static ApiFailureException Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static ApiFailureException Forbidden(string user, string verb, string group, string resource, string space, string? name)
    {
        var qualified = group.Length == 0 ? resource : $"{resource}.{group}";
        var where = space.Length == 0 ? "at the cluster scope" : $"in the namespace \"{space}\"";
        var details = new JsonObject { ["group"] = group, ["kind"] = resource };
        if (name is not null)
        {
            details["name"] = name;
        }

        return new(
            403, "Forbidden", $"{qualified}{(name is null ? "" : $" \"{name}\"")} is forbidden: User \"{user}\" cannot {verb} resource \"{resource}\" in API group \"{group}\" {where}", details);
    }

    public static ApiFailureException VersionTooLarge(long wanted, long current) => new(
        504, "Timeout", $"Timeout: Too large resource version: {wanted}, current: {current}",
        new JsonObject { ["causes"] = new JsonArray(Cause("ResourceVersionTooLarge", "Too large resource version", null)), ["retryAfterSeconds"] = 1 });

    public static ApiFailureException Expired(string message, string? next = null) =>
        new(410, "Expired", message, metadata: next is null ? [] : new JsonObject { ["continue"] = next });

    public static ApiFailureException RequestTooLarge() => new(500, null, "etcdserver: request is too large");

    public static ApiFailureException EntityTooLarge() => new(413, "RequestEntityTooLarge", "Request entity too large: limit is 3145728");

    public static ApiFailureException TooManyRequests() => new(429, "TooManyRequests", "the server has received too many requests and has asked us to try again later", new JsonObject { ["retryAfterSeconds"] = 1 });

    public static ApiFailureException Internal() => new(500, "InternalError", "Internal error occurred: injected");

    private static JsonObject Details(ResourceKind kind, string name)
    {
        var details = new JsonObject { ["name"] = name };
        if (kind.Group.Length > 0)
        {
            details["group"] = kind.Group;
        }

        details["kind"] = kind.Plural;
        return details;
    }

    private static JsonObject Cause(string reason, string message, string? field)
    {
        var cause = new JsonObject { ["reason"] = reason, ["message"] = message };
        if (field is not null)
        {
            cause["field"] = field;
        }

        return cause;
    }
}
