using System.Globalization;

namespace BackendPlugins.Contracts.Identity;

/// <summary>
/// When is it the same job? The task execution id alone is not unique: two calls of one subworkflow send the same id and
/// attempt and differ only in the output prefix, which is the same again when the same attempt is sent again.
/// </summary>
/// <param name="Key">The job.</param>
/// <param name="Family">All attempts of the same node; equal to the key's value where the caller sends no attempt.</param>
/// <param name="Attempt">Zero-based attempt.</param>
[GenerateSerializer, Alias("bp.JobIdentity"), Immutable]
public sealed record JobIdentity(
    [property: Id(0)] JobKey Key,
    [property: Id(1)] string Family,
    [property: Id(2)] int Attempt)
{
    /// <summary>The identity of a task as Flyte sends it.</summary>
    /// <param name="task">The task.</param>
    /// <returns>The identity; null where the request has neither an execution id nor an output prefix.</returns>
    public static JobIdentity? Of(TaskRequest task)
    {
        var category = task.Category;
        var version = category.Version.ToString(CultureInfo.InvariantCulture);
        var prefix = task.OutputPrefix.TrimEnd('/');
        if (task.Execution.Id is { } id)
        {
            string[] node =
            [
                category.Name, version, id.Org, id.Project, id.Domain, id.Execution, id.Node,
                id.Task.Org, id.Task.Project, id.Task.Domain, id.Task.Name, id.Task.Version,
            ];
            var attempt = id.RetryAttempt.ToString(CultureInfo.InvariantCulture);
            var key = new JobKey(category.Name, KeyHash.Of(["flyte", .. node, attempt, prefix]));
            return new JobIdentity(key, KeyHash.Of(["family", .. node, Parent(prefix)]), id.RetryAttempt);
        }

        if (prefix.Length == 0)
        {
            return null;
        }

        var template = task.Template.Id;
        return Alone(category, KeyHash.Of(
            "prefix", category.Name, version, template.Org, template.Project, template.Domain, template.Name, template.Version, prefix));
    }

    /// <summary>The identity of a job whose caller brings an idempotency key of its own.</summary>
    /// <param name="category">Task category.</param>
    /// <param name="idempotencyKey">The caller's key; unique within the category.</param>
    public static JobIdentity OfCaller(TaskCategory category, string idempotencyKey) =>
        Alone(category, KeyHash.Of("caller", category.Name, category.Version.ToString(CultureInfo.InvariantCulture), idempotencyKey));

    /// <summary>The identity of a job that another backend started.</summary>
    /// <param name="category">Name of the task category.</param>
    /// <param name="resourceMeta">What that backend handed out; Flyte sends the same bytes with every call.</param>
    public static JobIdentity OfForeign(string category, ReadOnlySpan<byte> resourceMeta) =>
        Alone(new TaskCategory(category), KeyHash.Of("foreign", category, Convert.ToBase64String(resourceMeta)));

    private static JobIdentity Alone(TaskCategory category, string hash)
    {
        var key = new JobKey(category.Name, hash);
        return new JobIdentity(key, key.Value, 0);
    }

    // The last segment counts the attempts: from 0 in v1, from 1 in v2.
    private static string Parent(string prefix)
    {
        var slash = prefix.LastIndexOf('/');
        return slash < 0 ? "" : prefix[..slash];
    }
}
