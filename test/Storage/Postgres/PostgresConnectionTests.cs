using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Storage.Postgres;
using Npgsql;

namespace BackendPlugins.Storage.Tests.Postgres;

public sealed class PostgresConnectionTests(SharedPostgres postgres)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void What_a_connection_string_leaves_open_is_set()
    {
        using var connections = new PostgresConnections("Host=db;Database=jobs", TimeSpan.FromSeconds(3));
        var settings = new NpgsqlConnectionStringBuilder(connections.Source.ConnectionString);

        (settings.ApplicationName, settings.Timeout, settings.KeepAlive, settings.CommandTimeout, settings.WriteBufferSize, settings.IncludeErrorDetail)
            .ShouldBe(("backend-plugins", 5, 15, 8, 65536, false));
        connections.Description.ShouldBe("PostgreSQL database jobs at db:5432");
    }

    [Fact]
    public void What_a_connection_string_says_is_kept()
    {
        using var connections = new PostgresConnections(
            "Host=db;Port=6432;Database=jobs;Password=secret;Application Name=mine;Timeout=7;Keepalive=0;Write Buffer Size=9000;Maximum Pool Size=9", TimeSpan.FromSeconds(3));
        var settings = new NpgsqlConnectionStringBuilder(connections.Source.ConnectionString);

        (settings.ApplicationName, settings.Timeout, settings.KeepAlive, settings.WriteBufferSize, settings.MaxPoolSize).ShouldBe(("mine", 7, 0, 9000, 9));
        connections.Description.ShouldBe("PostgreSQL database jobs at db:6432");
    }

    [Fact]
    public void A_database_that_does_not_exist_is_named_without_secrets()
    {
        var failure = Should.Throw<JobStoreUnavailableException>(() => RunningStore.Open(new PostgresDatabase(
            postgres.Server.ConnectionString("nowhere") + ";Password=hunter2").Settings));

        failure.Message.ShouldContain("PostgreSQL database nowhere");
        failure.Message.ShouldContain("does not exist");
        failure.ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task A_schema_of_the_search_path_takes_the_tables()
    {
        var database = await PostgresDatabase.CreateAsync(postgres.Server);
        database.Execute("CREATE SCHEMA mine");
        var settings = new PostgresDatabase(database.ConnectionString + ";Search Path=mine").Settings;

        using (var store = RunningStore.Open(settings))
        {
            await store.CreateAsync(Samples.Job("job"), Stop);
        }

        RunningStore.Open(settings).Dispose();
        (await database.ScalarAsync("SELECT count(*) FROM mine.job")).ShouldBe(1L);
        (await database.ScalarAsync("SELECT count(*) FROM mine.schema_versions")).ShouldBe(4L);
        (await database.ScalarAsync("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).ShouldBe(0L);
    }

    [Fact]
    public async Task An_error_holds_no_value_of_a_row()
    {
        var database = await PostgresDatabase.CreateAsync(postgres.Server);
        using var store = RunningStore.Open(database.Settings);
        var row = JobRow.Of("key", Samples.Job("job"));

        var failure = await Should.ThrowAsync<JobStoreUnavailableException>(store.Writer.WriteAsync(new InsertJob(row with { Plugin = null!, Message = "a secret" }), Stop));

        failure.Message.ShouldContain("nothing was written");
        failure.ToString().ShouldNotContain("a secret");
    }
}
