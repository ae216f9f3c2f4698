using BackendPlugins.BigQuery.Tests.Kit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BackendPlugins.BigQuery.Tests;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("https://bigquery.googleapis.com", "https://bigquery.googleapis.com/bigquery/v2/")]
    [InlineData("http://localhost:9050/", "http://localhost:9050/bigquery/v2/")]
    [InlineData("http://localhost:9050/bigquery/v2", "http://localhost:9050/bigquery/v2/")]
    [InlineData("http://localhost:9050/bigquery/v2/", "http://localhost:9050/bigquery/v2/")]
    [InlineData("http://proxy/google/bq", "http://proxy/google/bq/")]
    public async Task Endpoint_becomes_the_base_of_all_calls(string endpoint, string expected)
    {
        using var stage = new PluginStage(("Plugins:BigQuery:Endpoint", endpoint));
        stage.Service.Answers(Samples.Job("PENDING"));
        await stage.SubmitAsync();
        stage.Service.Requests[0].Uri.ToString().ShouldBe(expected + "projects/acme/jobs");
    }

    [Theory]
    [InlineData("localhost:9050", "http://localhost:9050")]
    [InlineData("http://localhost:9050", "http://localhost:9050")]
    [InlineData("https://emulator", "https://emulator")]
    public void Emulator_host_is_the_endpoint_where_none_is_set(string host, string expected)
    {
        using var stage = new PluginStage(("BIGQUERY_EMULATOR_HOST", host));
        OptionsOf(stage).Endpoint.ShouldBe(expected);
    }

    [Fact]
    public void Endpoint_that_is_set_wins_over_the_emulator_host()
    {
        using var stage = new PluginStage(("BIGQUERY_EMULATOR_HOST", "localhost:1"), ("Plugins:BigQuery:Endpoint", "http://localhost:2"));
        OptionsOf(stage).Endpoint.ShouldBe("http://localhost:2");
    }

    [Fact]
    public void Defaults_are_those_of_the_readme()
    {
        using var stage = new PluginStage();
        var options = OptionsOf(stage);
        options.Endpoint.ShouldBe("https://bigquery.googleapis.com");
        options.CallTimeout.ShouldBe(TimeSpan.FromSeconds(20));
        options.InsertsPerSecond.ShouldBe(80);
        options.GetsPerSecond.ShouldBe(800);
        options.CancelsPerSecond.ShouldBe(80);
        options.ListsPerSecond.ShouldBe(80);
        options.MaxConcurrentCalls.ShouldBe(250);
        options.ProjectId.ShouldBeNull();
        options.ListThreshold.ShouldBe(20);
        options.MaxActiveJobs.ShouldBeNull();
        options.Impersonate.ShouldBeNull();
        options.QuotaProject.ShouldBeNull();
        options.UnknownKeys.ShouldBe(UnknownKeys.Pass);
        options.DatetimeParameters.ShouldBe(DatetimeParameterType.Datetime);
        options.UserAgent.ShouldMatch(@"^Flyte/\d+\.\d+\.\d+ \(GPN:Orleans\.BackendPlugins\)$");
        new BigQueryOptions().Credentials.ShouldBe(BigQueryCredentials.Default);
    }

    [Theory]
    [InlineData("Endpoint", "bigquery", "Plugins:BigQuery:Endpoint must be an absolute http or https URI")]
    [InlineData("Endpoint", "ftp://x", "got \"ftp://x\"")]
    [InlineData("Endpoint", "http://x/?a=b", "without user, query and fragment")]
    [InlineData("Endpoint", "http://me:secret@x/", "without user")]
    [InlineData("CallTimeout", "00:00:00", "CallTimeout")]
    [InlineData("InsertsPerSecond", "0", "InsertsPerSecond")]
    [InlineData("GetsPerSecond", "-1", "GetsPerSecond")]
    [InlineData("CancelsPerSecond", "0", "CancelsPerSecond")]
    [InlineData("ListsPerSecond", "0", "ListsPerSecond")]
    [InlineData("MaxConcurrentCalls", "0", "MaxConcurrentCalls")]
    [InlineData("UserAgent", "a\nb", "UserAgent")]
    [InlineData("ListThreshold", "-1", "ListThreshold")]
    [InlineData("MaxActiveJobs", "0", "MaxActiveJobs")]
    [InlineData("Impersonate", "nobody", "Impersonate")]
    public async Task Bad_setting_stops_the_host_at_start_and_names_it(string key, string value, string expected)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new($"Plugins:BigQuery:{key}", value)]);
        builder.Services.AddBigQueryPlugin();
        using var host = builder.Build();
        var error = await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync(PluginStage.Stop));
        error.Message.ShouldContain(expected);
    }

    [Fact]
    public void Adding_the_plugin_twice_registers_it_once()
    {
        using var stage = new PluginStage(services => services.AddBigQueryPlugin());
        stage.Services.GetServices<IBackendPlugin>().Count().ShouldBe(1);
    }

    [Fact]
    public void Description_serves_Flytes_task_type()
    {
        using var stage = new PluginStage();
        stage.Plugin.Description.Name.ShouldBe("BigQuery");
        stage.Plugin.Description.ConnectorName.ShouldBe("Bigquery Connector");
        stage.Plugin.Description.Categories.ShouldBe([new TaskCategory("bigquery_query_job_task", 0)]);
        stage.Plugin.Description.AcceptsJobId.ShouldBeTrue();
    }

    [Fact]
    public async Task User_agent_is_sent_with_each_call()
    {
        using var stage = new PluginStage(("Plugins:BigQuery:UserAgent", "Flyte/9 (GPN:Acme;prod)"));
        stage.Service.Answers(Samples.Job("PENDING"));
        await stage.SubmitAsync();
        stage.Service.Requests[0].Headers.ShouldContain("User-Agent: Flyte/9 (GPN:Acme;prod)");
    }

    private static BigQueryOptions OptionsOf(PluginStage stage) => stage.Services.GetRequiredService<IOptions<BigQueryOptions>>().Value;
}
