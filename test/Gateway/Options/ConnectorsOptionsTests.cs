using BackendPlugins.Gateway.Connectors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Gateway.Tests.Options;

public sealed class ConnectorsOptionsTests
{
    [Fact]
    public void Configured_connectors_replace_the_default_and_keep_their_order()
    {
        var directory = Read(
            ("Connectors:0:Name", "Snowflake Connector"), ("Connectors:0:Categories:0:Name", "snowflake"),
            ("Connectors:1:Name", "Two"), ("Connectors:1:Categories:0:Name", "a"), ("Connectors:1:Categories:1:Name", "b"));
        directory.All.Select(connector => connector.ConnectorName).ShouldBe(["Snowflake Connector", "Two"]);
        var agent = Flyte.V1.Agents.ToWire(directory.All[1]);
        agent.SupportedTaskCategories.Select(category => (category.Name, category.Version)).ShouldBe([("a", 0), ("b", 0)]);
        directory.Serves(new TaskCategory("b", 4)).ShouldBeTrue();
        directory.Serves(new TaskCategory("bigquery_query_job_task")).ShouldBeFalse();
    }

    [Fact]
    public void Without_configuration_there_is_always_a_connector() =>
        Read().All.ShouldHaveSingleItem().Categories.ShouldBe([new TaskCategory("bigquery_query_job_task")]);

    [Theory]
    [InlineData("Connectors:0:Categories:0:Name", "x", "Connectors:0:Name")]
    [InlineData("Connectors:0:Name", "x", "Connectors:0:Categories")]
    [InlineData("Connectors:0:Categories:0:Version", "1", "Connectors:0:Categories:0:Name")]
    public void A_connector_that_says_too_little_is_refused_by_name(string key, string value, string named) =>
        Should.Throw<OptionsValidationException>(() => Read((key, value))).Message.ShouldContain(named);

    [Fact]
    public void A_task_type_that_is_there_twice_is_refused() =>
        Should.Throw<OptionsValidationException>(() => Read(
            ("Connectors:0:Name", "x"), ("Connectors:0:Categories:0:Name", "a"), ("Connectors:0:Categories:1:Name", "a")))
            .Message.ShouldContain("Connectors:0:Categories:1:Name repeats a");

    private static ConnectorDirectory Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        var services = new ServiceCollection().AddBackendGateway(configuration).BuildServiceProvider();
        return services.GetRequiredService<ConnectorDirectory>();
    }
}
