using BackendPlugins.Grains.Plugins;

namespace BackendPlugins.Grains.Tests;

public sealed class PluginCatalogTests
{
    private static readonly ScriptedPlugin BigQuery = Plugin("BigQuery", "bigquery_query_job_task");
    private static readonly ScriptedPlugin Snowflake = Plugin("Snowflake", "snowflake");

    private readonly PluginCatalog _catalog = new([BigQuery, Snowflake]);

    [Fact]
    public void A_plugin_is_found_by_its_category_whatever_the_version()
    {
        _catalog.Serving(new TaskCategory("snowflake")).ShouldBeSameAs(Snowflake);
        _catalog.Serving(new TaskCategory("snowflake", 3)).ShouldBeSameAs(Snowflake);
        _catalog.Serving(new TaskCategory("Snowflake")).ShouldBeNull();
        _catalog.Serving(new TaskCategory("spark")).ShouldBeNull();
    }

    [Fact]
    public void A_plugin_is_found_by_its_name_whatever_the_case()
    {
        _catalog.Named("bigquery").ShouldBeSameAs(BigQuery);
        _catalog.Named("spark").ShouldBeNull();
        _catalog.Descriptions.Select(description => description.Name).ShouldBe(["BigQuery", "Snowflake"]);
    }

    [Fact]
    public void Two_plugins_of_one_name_are_refused() =>
        Should.Throw<InvalidOperationException>(() => new PluginCatalog([BigQuery, Plugin("bigquery", "other")])).Message.ShouldContain("named bigquery");

    [Fact]
    public void Two_plugins_of_one_category_are_refused_by_name() =>
        Should.Throw<InvalidOperationException>(() => new PluginCatalog([BigQuery, Plugin("Other", "bigquery_query_job_task")]))
            .Message.ShouldContain("Other and BigQuery both serve bigquery_query_job_task");

    private static ScriptedPlugin Plugin(string name, string category) =>
        new(TimeProvider.System, new PluginDescription(name, $"{name} Connector", [new TaskCategory(category)]));
}
