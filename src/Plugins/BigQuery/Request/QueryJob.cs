using System.Globalization;
using System.Text.Json.Nodes;

namespace BackendPlugins.BigQuery;

/// <summary>The query job that a task becomes.</summary>
/// <param name="Project">Project that it runs in.</param>
/// <param name="Location">Region; null where the service decides.</param>
/// <param name="Configuration">The resource's <c>configuration</c>, without the labels of Flyte.</param>
/// <param name="Task">The task.</param>
internal sealed record QueryJob(string Project, string? Location, JsonObject Configuration, TaskRequest Task)
{
    /// <summary>The service's limit of a statement, in characters.</summary>
    private const int LongestStatement = 1024 * 1024;

    // The service keeps shorter limits unreliably and would end healthy jobs by them.
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMinutes(1);

    /// <summary>Checks and maps a task.</summary>
    /// <exception cref="TaskRefusedException">The task can never work.</exception>
    public static QueryJob Of(TaskRequest task, BigQueryOptions options)
    {
        var custom = CustomSettings.Read(task.Template.Custom, options.UnknownKeys);
        var project = custom.Project ?? options.ProjectId;
        if (string.IsNullOrEmpty(project))
        {
            throw new TaskRefusedException(
                CustomSettings.FieldOf(CustomSetting.ProjectId),
                $"must name the Google Cloud project to run in, such as \"my-project\"; neither the task nor {BigQueryOptions.Section}:ProjectId does");
        }

        var statement = StatementOf(task, custom);
        JobOutput.Check(task, custom.DryRun);

        var query = custom.Query;
        query[CustomSetting.Query] = statement;
        // The service's own default is the old dialect; Flyte's tasks are in the standard one, whatever the template says.
        query[CustomSetting.UseLegacySql] = false;
        QueryParameters.AddTo(query, custom.ParameterOrder, task, options.DatetimeParameters);

        var configuration = custom.Job;
        AddTimeout(configuration, task.Template.Timeout);
        configuration["query"] = query;
        return new QueryJob(project, custom.Location, configuration, task);
    }

    /// <summary>The body of jobs.insert.</summary>
    public JsonObject ToBody(JobAddress address)
    {
        var reference = new JsonObject { ["projectId"] = address.Project, ["jobId"] = address.JobId };
        if (address.Location is not null)
        {
            reference["location"] = address.Location;
        }

        // Here and not with the rest: every create maps its task to see that it can work, and no label says that it cannot.
        if (JobLabels.Of(Configuration[CustomSetting.Labels] as JsonObject, Task) is { } labels)
        {
            Configuration[CustomSetting.Labels] = labels;
        }

        return new JsonObject { ["jobReference"] = reference, ["configuration"] = Configuration };
    }

    private static string StatementOf(TaskRequest task, CustomSettings custom)
    {
        const string Field = "template.sql.statement";
        var statement = task.Template.Sql?.Statement;
        if (string.IsNullOrWhiteSpace(statement))
        {
            throw new TaskRefusedException(Field, "must hold the query to run; it is empty");
        }

        if (statement.Length > LongestStatement)
        {
            throw new TaskRefusedException(Field, $"has {statement.Length} characters; BigQuery takes at most {LongestStatement}");
        }

        if (custom.Statement is { } other && other != statement)
        {
            throw new TaskRefusedException(CustomSettings.FieldOf(CustomSetting.Query), $"differs from {Field}, which is what runs; remove it");
        }

        return statement;
    }

    /// <summary>The task's time limit, unless the template says another.</summary>
    private static void AddTimeout(JsonObject configuration, TimeSpan? timeout)
    {
        if (timeout is not { } limit || limit <= TimeSpan.Zero || configuration.ContainsKey(CustomSetting.JobTimeoutMs))
        {
            return;
        }

        var longEnough = limit > ShortestTimeout ? limit : ShortestTimeout;
        configuration[CustomSetting.JobTimeoutMs] = ((long)Math.Ceiling(longEnough.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);
    }
}
