using BackendPlugins.Simulators.BigQuery.Api;

namespace BackendPlugins.Simulators.BigQuery.Hosting;

/// <summary>The paths of the jobs resource, with and without <c>/bigquery/v2</c>, since clients that override the endpoint do either.</summary>
internal sealed class JobsRoutes(JobsApi api, QueriesApi queries, CallPipeline pipeline, BigQuerySimulatorOptions options)
{
    private const string Project = "project";
    private const string JobId = "jobId";

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var prefix in new[] { "", "/bigquery/v2" })
        {
            var jobs = $"{prefix}/projects/{{{Project}}}/jobs";
            var job = $"{jobs}/{{{JobId}}}";
            routes.MapPost(jobs, InsertAsync);
            routes.MapPost($"{prefix}/projects/{{{Project}}}/queries", QueryAsync);
            routes.MapGet($"{prefix}/projects/{{{Project}}}/queries/{{{JobId}}}", ResultsAsync);
            routes.MapGet(jobs, ListAsync);
            routes.MapGet(job, context => RunAsync(context, ApiMethods.Get, api.Get));
            routes.MapPost($"{job}/cancel", context => RunAsync(context, ApiMethods.Cancel, api.Cancel));
            routes.MapDelete($"{job}/delete", context => RunAsync(context, ApiMethods.Delete, api.Delete));
        }
    }

    private async Task InsertAsync(HttpContext context)
    {
        var projectId = Value(context, Project);
        var request = InsertRequest.Read(await JsonBody.BytesAsync(context), projectId, options.DefaultLocation);
        await pipeline.RunAsync(
            context,
            new(ApiMethods.Insert, projectId, request.JobId, request.Location),
            order => api.Insert(projectId, request, order),
            () => api.NoteRefused(projectId, request));
    }

    private async Task QueryAsync(HttpContext context)
    {
        var projectId = Value(context, Project);
        var request = QueryRequest.Read(await JsonBody.BytesAsync(context), projectId, options.DefaultLocation);
        await pipeline.RunAsync(context, new(ApiMethods.Query, projectId, null, request.Job.Location), (_, gone) => queries.QueryAsync(projectId, request, gone));
    }

    private Task ResultsAsync(HttpContext context)
    {
        var (projectId, jobId) = (Value(context, Project), Value(context, JobId));
        var query = context.Request.Query;
        return pipeline.RunAsync(
            context,
            new(ApiMethods.GetQueryResults, projectId, jobId, query["location"].FirstOrDefault()),
            (_, gone) => queries.GetResultsAsync(projectId, jobId, query, gone));
    }

    private Task ListAsync(HttpContext context)
    {
        var projectId = Value(context, Project);
        return pipeline.RunAsync(context, new(ApiMethods.List, projectId, null, null), _ => api.List(projectId, context.Request.Query));
    }

    private Task RunAsync(HttpContext context, string method, Func<string, string, string?, ApiAnswer> act)
    {
        var (projectId, jobId) = (Value(context, Project), Value(context, JobId));
        var location = context.Request.Query["location"].FirstOrDefault();
        return pipeline.RunAsync(context, new(method, projectId, jobId, location), _ => act(projectId, jobId, location));
    }

    private static string Value(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;
}
