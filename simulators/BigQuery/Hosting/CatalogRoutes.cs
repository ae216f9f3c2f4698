using System.Text.Json.Nodes;
using BackendPlugins.Simulators.BigQuery.Api;
using BackendPlugins.Simulators.BigQuery.Catalog;

namespace BackendPlugins.Simulators.BigQuery.Hosting;

/// <summary>The paths of projects, datasets, tables and table data, with and without <c>/bigquery/v2</c>.</summary>
internal sealed class CatalogRoutes(DatasetsApi datasets, TablesApi tables, ProjectsApi projects, CallPipeline pipeline)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var prefix in new[] { "", "/bigquery/v2" })
        {
            routes.MapGet($"{prefix}/projects", context => RunAsync(context, ApiMethods.Projects, projects.List));
            routes.MapGet($"{prefix}/projects/{{project}}/serviceAccount", context => RunAsync(context, ApiMethods.Projects, () => ProjectsApi.ServiceAccount(Project(context))));

            var all = $"{prefix}/projects/{{project}}/datasets";
            routes.MapPost(all, context => ChangeAsync(context, ApiMethods.Datasets, body => datasets.Insert(Project(context), body)));
            routes.MapGet(all, context => RunAsync(context, ApiMethods.Datasets, () => datasets.List(Project(context), context.Request.Query)));
            routes.MapGet($"{all}/{{dataset}}", context => RunAsync(context, ApiMethods.Datasets, () => datasets.Get(Project(context), Dataset(context))));
            routes.MapDelete($"{all}/{{dataset}}", context => RunAsync(context, ApiMethods.Datasets, () => datasets.Delete(Project(context), Dataset(context), context.Request.Query)));

            var within = $"{all}/{{dataset}}/tables";
            routes.MapPost(within, context => ChangeAsync(context, ApiMethods.Tables, body => tables.Insert(Project(context), Dataset(context), body)));
            routes.MapGet(within, context => RunAsync(context, ApiMethods.Tables, () => tables.List(Project(context), Dataset(context), context.Request.Query)));
            routes.MapGet($"{within}/{{table}}", context => RunAsync(context, ApiMethods.Tables, () => tables.Get(Table(context))));
            routes.MapDelete($"{within}/{{table}}", context => RunAsync(context, ApiMethods.Tables, () => tables.Delete(Table(context))));
            routes.MapGet($"{within}/{{table}}/data", context => RunAsync(context, ApiMethods.TableData, () => tables.Rows(Table(context), context.Request.Query)));
        }
    }

    private Task RunAsync(HttpContext context, string method, Func<ApiAnswer> act) =>
        pipeline.RunAsync(context, new(method, context.Request.RouteValues["project"] as string ?? "", null, null), _ => act());

    private async Task ChangeAsync(HttpContext context, string method, Func<JsonObject, ApiAnswer> act)
    {
        var bytes = await JsonBody.BytesAsync(context);
        await RunAsync(context, method, () =>
        {
            var (body, error) = JsonBody.Read(bytes, "a resource");
            return body is null ? error!.ToAnswer() : act(body);
        });
    }

    private static string Project(HttpContext context) => (string)context.Request.RouteValues["project"]!;

    private static string Dataset(HttpContext context) => (string)context.Request.RouteValues["dataset"]!;

    private static TableName Table(HttpContext context) => new(Project(context), Dataset(context), (string)context.Request.RouteValues["table"]!);
}
