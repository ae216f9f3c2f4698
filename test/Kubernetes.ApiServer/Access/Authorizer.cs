using System.Text.Json.Nodes;
using BackendPlugins.Kubernetes.ApiServer.Answering;
using BackendPlugins.Kubernetes.ApiServer.Objects;
using BackendPlugins.Kubernetes.ApiServer.Serving;

namespace BackendPlugins.Kubernetes.ApiServer.Access;

/// <summary>Who calls, and what they may do: by the grants that the server was started with, and by the Roles in its store.</summary>
internal sealed class Authorizer(ObjectStore store, IReadOnlyDictionary<string, ApiUser> users)
{
    /// <summary>The caller; an administrator may speak for somebody else, as <c>kubectl --as</c> does.</summary>
    public ApiUser User(HttpContext context)
    {
        var user = Caller(context);
        return context.Request.Headers["Impersonate-User"] is [{ Length: > 0 } other] && user.Grants is null ? new ApiUser(other, []) : user;
    }

    public void Require(ApiUser user, string verb, ApiRequest request)
    {
        var kind = request.Kind;
        if (!May(user, verb, kind.Group, kind.Plural, request.Namespace, request.Name))
        {
            throw ApiFailureException.Forbidden(user.Name, verb, kind.Group, kind.Plural, request.Namespace, request.Name);
        }
    }

    /// <summary>Answers a SelfSubjectAccessReview, as <c>kubectl auth can-i</c> sends it.</summary>
    public JsonObject Review(ApiUser user, JsonObject review)
    {
        var asked = review["spec"]?["resourceAttributes"] as JsonObject ?? throw ApiFailureException.BadRequest("only resourceAttributes are reviewed");
        var answer = review.DeepClone().AsObject();
        answer["status"] = new JsonObject { ["allowed"] = May(user, Of("verb"), Of("group"), Of("resource"), Of("namespace"), Of("name") is { Length: > 0 } name ? name : null) };
        return answer;

        string Of(string field) => asked[field]?.GetValue<string>() ?? "";
    }

    private bool May(ApiUser user, string verb, string group, string resource, string space, string? name) =>
        user.May(verb, group, resource, name) || StoredRoles.Allow(store, user.Name, verb, group, resource, space, name);

    private ApiUser Caller(HttpContext context)
    {
        if (users.Count == 0)
        {
            return new ApiUser("admin");
        }

        var header = context.Request.Headers.Authorization.ToString();
        return header.Length == 0 ? ApiUser.Anonymous : users.GetValueOrDefault(header["Bearer ".Length..]) ?? throw ApiFailureException.Unauthorized();
    }
}
