using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Storage.Tests;

public sealed class JobStoreOptionsTests
{
    [Fact]
    public void An_empty_configuration_is_enough()
    {
        var options = Options();

        options.Provider.ShouldBe("sqlite");
        options.ConnectionString.ShouldBe("Data Source=data/jobs.db");
        options.Retention.ShouldBe(TimeSpan.FromDays(7));
        options.MaximumGroup.ShouldBe(500);
        options.MaximumQueue.ShouldBe(20_000);
        options.WriteLanes.ShouldBe(1);
        options.CommandTimeout.ShouldBe(TimeSpan.FromSeconds(10));
        options.MigrateAtStart.ShouldBeTrue();
    }

    [Fact]
    public void The_configuration_wins()
    {
        var options = Options(("ConnectionStrings:Jobs", "Data Source=/tmp/x.db"), ("JobStore:Retention", "1.00:00:00"), ("JobStore:RetentionSweep", "00:00:05"), ("JobStore:MaximumGroup", "7"));

        options.ConnectionString.ShouldBe("Data Source=/tmp/x.db");
        options.Retention.ShouldBe(TimeSpan.FromDays(1));
        options.RetentionSweep.ShouldBe(TimeSpan.FromSeconds(5));
        options.MaximumGroup.ShouldBe(7);
    }

    [Theory]
    [InlineData("JobStore:Provider", "mysql", "JobStore:Provider is \"mysql\"; choose one of: sqlite, postgres.")]
    [InlineData("JobStore:MaximumGroup", "0", "MaximumGroup")]
    [InlineData("JobStore:MaximumQueue", "-1", "MaximumQueue")]
    [InlineData("JobStore:Retention", "00:00:00", "Retention")]
    [InlineData("JobStore:WriteLanes", "0", "WriteLanes")]
    [InlineData("JobStore:CommandTimeout", "00:00:00", "CommandTimeout")]
    [InlineData("ConnectionStrings:Jobs", "Data Source=:memory:", "in memory")]
    [InlineData("ConnectionStrings:Jobs", "Data Source=x.db;Mode=Memory", "in memory")]
    [InlineData("ConnectionStrings:Jobs", "Host=localhost", "ConnectionStrings:Jobs is not a SQLite connection string")]
    [InlineData("ConnectionStrings:Jobs", "Mode=ReadWrite", "names no file")]
    [InlineData("ConnectionStrings:Jobs", "Data Source=file:x.db", "plain path")]
    public void A_setting_that_cannot_work_is_refused_with_what_to_do(string name, string value, string message) =>
        Should.Throw<OptionsValidationException>(() => Options((name, value))).Message.ShouldContain(message);

    [Theory]
    [InlineData("Data Source=data/jobs.db", "ConnectionStrings:Jobs is not a PostgreSQL connection string")]
    [InlineData("Database=jobs", "names no server")]
    [InlineData("Host=db;Username=jobs", "names no database")]
    [InlineData("Host=db;Database=jobs;Multiplexing=true", "multiplexing")]
    [InlineData("Host=db;Database=jobs;Port=none", "ConnectionStrings:Jobs is not a PostgreSQL connection string")]
    public void A_connection_string_that_PostgreSQL_cannot_use_is_refused_with_what_to_do(string connection, string message) =>
        Should.Throw<OptionsValidationException>(() => Options(("JobStore:Provider", "postgres"), ("ConnectionStrings:Jobs", connection)))
            .Message.ShouldContain(message);

    [Fact]
    public void A_job_store_in_PostgreSQL_needs_its_connection_string() =>
        Should.Throw<OptionsValidationException>(() => Options(("JobStore:Provider", "postgres"))).Message.ShouldContain("ConnectionStrings:Jobs");

    private static JobStoreOptions Options(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value)))
            .Build();
        using var services = new ServiceCollection().AddLogging().AddJobStore(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<JobStoreOptions>>().Value;
    }
}
