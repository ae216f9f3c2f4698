using System.Globalization;
using BackendPlugins.Gateway.Answers;
using BackendPlugins.Gateway.Jobs;
using Microsoft.AspNetCore.Mvc;

namespace BackendPlugins.Gateway.ExternalPlugin;

/// <summary>The RFC's REST form: <c>PUT</c>, <c>GET</c> and <c>DELETE /plugins/v1/{task_type}/{version}</c>.</summary>
internal static class PluginRest
{
    /// <summary>Maps it.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="maxRequestBytes">Largest body.</param>
    public static void Map(IEndpointRouteBuilder routes, int maxRequestBytes)
    {
        var group = routes.MapGroup("/plugins/v1/{task_type}/{version}")
            .WithTags("Backend plugin")
            .WithMetadata(new RequestSizeLimitAttribute(maxRequestBytes))
            .WithMetadata(
                Answers(StatusCodes.Status200OK), Answers(StatusCodes.Status400BadRequest), Answers(StatusCodes.Status500InternalServerError))
            .AddEndpointFilter<PluginRestErrors>();
        group.MapPut("", CreateAsync)
            .Accepts<CreateDocument>("application/json", "*/*") // curl -d says form data of a JSON body
            .WithSummary("Creates a job, or finds the one that an earlier request with the same identity created.");
        group.MapGet("", GetAsync).WithSummary("Asks how a job stands.");
        group.MapDelete("", DeleteAsync).WithSummary("Cancels a job. One that has ended or is unknown needs nothing.");
    }

    private static ProducesResponseTypeMetadata Answers(int status) => new(status, typeof(PluginAnswer), ["application/json"]);

    private static async Task<PluginAnswer> CreateAsync(
        [FromRoute(Name = "task_type")] string taskType, string version, HttpContext context, JobRequests jobs)
    {
        var category = Category(taskType, version);
        var body = CreateBody.Read(await ReadAsync(context));
        var request = body.Request;
        Complete(request.Template, category);
        var task = Flyte.V1.TaskRequests.FromWire(request);
        var key = IdempotencyKey(context, body.JobId);
        var job = key is null
            ? await jobs.CreateAsync(task, jobs.Budget(context))
            : await jobs.CreateAsync(task, key, jobs.Budget(context));
        return new PluginAnswer(job.Value, "", "accepted");
    }

    private static async Task<PluginAnswer> GetAsync(
        [FromRoute(Name = "task_type")] string taskType,
        string version,
        [FromQuery(Name = "job_id")] string? jobId,
        HttpContext context,
        JobRequests jobs,
        TimeProvider time)
    {
        var key = await AddressAsync(context, Category(taskType, version), jobId);
        var job = await jobs.GetAsync(key, jobs.Budget(context));
        return new PluginAnswer(key.Key.Value, "", JobMessage.Of(job, time.GetUtcNow())) { JobState = PhaseTable.Of(job.Phase).RestState };
    }

    private static async Task<PluginAnswer> DeleteAsync(
        [FromRoute(Name = "task_type")] string taskType,
        string version,
        [FromQuery(Name = "job_id")] string? jobId,
        HttpContext context,
        JobRequests jobs)
    {
        var key = await AddressAsync(context, Category(taskType, version), jobId);
        await jobs.DeleteAsync(key, "the caller asked for it (DELETE /plugins/v1)", jobs.Budget(context));
        return new PluginAnswer(key.Key.Value, "", "will be cancelled unless it has ended");
    }

    private static TaskCategory Category(string taskType, string version) =>
        int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new TaskCategory(taskType, number)
            : throw JobRequestException.Invalid($"version in the path must be a whole number such as 0; got \"{version}\"");

    // The path says what the template may leave out, and must not say anything else than the template does.
    private static void Complete(Flyte.V1.Core.TaskTemplate? template, TaskCategory category)
    {
        if (template is null)
        {
            return;
        }

        if (template.Type.Length > 0 && template.Type != category.Name)
        {
            throw JobRequestException.Invalid($"template.type is \"{template.Type}\", but the path says \"{category.Name}\"; send what belongs together");
        }

        if (template.TaskTypeVersion != 0 && template.TaskTypeVersion != category.Version)
        {
            throw JobRequestException.Invalid(
                $"template.task_type_version is {template.TaskTypeVersion}, but the path says {category.Version}; send what belongs together");
        }

        template.Type = category.Name;
        template.TaskTypeVersion = category.Version;
    }

    private static string? IdempotencyKey(HttpContext context, string? fromBody)
    {
        var fromHeader = context.Request.Headers["Idempotency-Key"].ToString();
        if (fromHeader.Length == 0)
        {
            return string.IsNullOrEmpty(fromBody) ? null : fromBody;
        }

        return string.IsNullOrEmpty(fromBody) || fromBody == fromHeader
            ? fromHeader
            : throw JobRequestException.Invalid("job_id and the Idempotency-Key header differ; send one of them");
    }

    private static async Task<JobAddress> AddressAsync(HttpContext context, TaskCategory category, string? fromQuery)
    {
        var jobId = string.IsNullOrEmpty(fromQuery) ? CreateBody.ReadMember(await ReadAsync(context), "job_id") : fromQuery;
        return JobAddress.OfJobId(jobId, ("task_type in the path", category.Name));
    }

    private static async Task<string> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        return await reader.ReadToEndAsync(context.RequestAborted);
    }
}
