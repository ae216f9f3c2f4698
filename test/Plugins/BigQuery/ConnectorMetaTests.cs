using System.Text;
using BackendPlugins.BigQuery.Tests.Kit;

namespace BackendPlugins.BigQuery.Tests;

/// <summary>Jobs that Flyte's Python connectors started.</summary>
public sealed class ConnectorMetaTests
{
    [Theory]
    [InlineData("""{"job_id": "j1", "project": "acme", "location": "EU"}""", "EU")]
    [InlineData("""{"job_id": "j1", "project": "acme", "location": "EU", "user_agent": "Flyte/2.0 (GPN:Union;development)"}""", "EU")]
    [InlineData("""{"job_id": "j1", "project": "acme", "location": null}""", null)]
    [InlineData("""{"job_id": "j1", "project": "acme", "location": ""}""", null)]
    [InlineData("""{"job_id": "j1", "project": "acme"}""", null)]
    public void Meta_of_a_connector_names_its_job(string meta, string? location)
    {
        var job = Adopt(meta).ShouldNotBeNull();
        job.Id.ShouldBe("j1");
        job.Coordinate("project").ShouldBe("acme");
        job.Coordinate("location").ShouldBe(location);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"j1\"")]
    [InlineData("{}")]
    [InlineData("""{"job_id": "j1"}""")]
    [InlineData("""{"project": "acme"}""")]
    [InlineData("""{"job_id": "", "project": "acme"}""")]
    [InlineData("""{"job_id": 1, "project": "acme"}""")]
    [InlineData("""{"job_id": "j1", "project": null, "location": "EU"}""")]
    [InlineData("""{"job_id": "j1", "project": "acme", "location": 7}""")]
    [InlineData("""{"job_id": "j1", "databricks_instance": "x", "run_id": "1"}""")]
    [InlineData("""{"job_id": "j1", "project": "acme", "location": "EU"}x""")]
    [InlineData("\u0001\u0002")]
    public void Other_bytes_name_none(string meta) => Adopt(meta).ShouldBeNull();

    [Fact]
    public void Bytes_that_are_no_text_name_none()
    {
        using var stage = new PluginStage();
        stage.Plugin.Adopt(new byte[] { 0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d }).ShouldBeNull();
        stage.Plugin.Adopt("{\"job_id\":\"\\ud800\",\"project\":\"p\"}"u8.ToArray()).ShouldBeNull();
    }

    [Fact]
    public async Task Carried_on_job_gives_its_table_as_results_since_its_interface_is_not_known()
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Samples.WithTable(Samples.Job("DONE")));
        var seen = (JobSeen)await stage.Plugin.LookUpAsync(CarriedOn(stage), PluginStage.Stop);
        ((StructuredDatasetLiteral)seen.Outputs!["results"]).Uri.ShouldBe("bq://acme:sales.daily");
    }

    [Fact]
    public async Task Carried_on_job_without_table_succeeds_without_outputs()
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Samples.Job("DONE"));
        var seen = (JobSeen)await stage.Plugin.LookUpAsync(CarriedOn(stage), PluginStage.Stop);
        seen.Phase.ShouldBe(ServicePhase.Succeeded);
        seen.Outputs.ShouldBeNull();
        seen.Error.ShouldBeNull();
    }

    private static ExternalJob? Adopt(string meta)
    {
        using var stage = new PluginStage();
        return stage.Plugin.Adopt(Encoding.UTF8.GetBytes(meta));
    }

    private static PluginJob CarriedOn(PluginStage stage) => new(
        new TaskRequest { Category = new TaskCategory("bigquery_query_job_task"), Template = new TaskTemplate(), IsAdopted = true },
        stage.Plugin.Adopt(Encoding.UTF8.GetBytes($$"""{"job_id": "{{Samples.JobId}}", "project": "acme", "location": "EU"}"""))!);
}
