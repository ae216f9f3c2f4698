using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Tests;

/// <summary>Datasets and tables in a scene.</summary>
internal static class SceneData
{
    public static Task<Answer> MakeDatasetAsync(this Scene scene, string datasetId, string more = "{}")
    {
        var body = JsonNode.Parse(more)!.AsObject();
        body["datasetReference"] = new JsonObject { ["datasetId"] = datasetId };
        return scene.PostAsync("projects/acme/datasets", body.ToJsonString());
    }

    /// <summary>Inserts a job that writes rows into table t of the project acme.</summary>
    public static Task<Answer> WriteAsync(
        this Scene scene, string jobId, int rows, int seconds = 0, string words = "", string dataset = "d", string? write = null, string? create = null,
        string columns = "row_number:INT64", bool schemaUpdate = false, string? location = null) =>
        scene.InsertAsync(jobId, $"SELECT * FROM t /* sim: pending=0s duration={seconds}s rows={rows} columns={columns} {words} */", location, configuration =>
        {
            var query = configuration["query"]!;
            query["destinationTable"] = new JsonObject { ["projectId"] = "acme", ["datasetId"] = dataset, ["tableId"] = "t" };
            query["writeDisposition"] = write;
            query["createDisposition"] = create;
            query["schemaUpdateOptions"] = schemaUpdate ? new JsonArray("ALLOW_FIELD_ADDITION") : null;
        });
}
