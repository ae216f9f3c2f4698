using BackendPlugins.Processes;
using BackendPlugins.Silo.Tests.Cluster;
using Npgsql;

namespace BackendPlugins.Silo.Tests;

/// <summary>k8s/sql/roles.sql: a migration with rights of its own, and silos without the right to change tables.</summary>
public sealed class DatabaseRoleTests
{
    [Fact]
    public async Task Silos_run_as_a_user_that_cannot_change_the_schema()
    {
        await using var server = await PostgresServer.CreateAsync();
        await using var hosts = await Hosts.CreateAsync(server);
        var administrator = new NpgsqlConnectionStringBuilder(hosts.SiloArguments.Single(argument => argument.StartsWith("--ConnectionStrings:Jobs=", StringComparison.Ordinal))["--ConnectionStrings:Jobs=".Length..]);
        await ExecuteAsync(administrator, await File.ReadAllTextAsync(Path.Combine(Root(), "k8s", "sql", "roles.sql"), TestContext.Current.CancellationToken));

        await using var migration = Hosts.Run("migrate", "--JobStore:Provider=postgres", $"--ConnectionStrings:Jobs={As("jobs_owner")}");
        (await migration.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(0, migration.Text);

        await hosts.StartSilo("--JobStore:MigrateAtStart=false", $"--ConnectionStrings:Jobs={As("jobs")}").ReadyAsync();
        using var client = new FlyteClient(await hosts.StartGateway($"--ConnectionStrings:Jobs={As("jobs")}").ReadyAsync());
        (await client.EndAsync(await client.CreateAsync(FlyteClient.Query("roles", 0, "SELECT 1")))).ShouldBe(Flyte.V1.Core.TaskExecution.Types.Phase.Succeeded);

        var denied = await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(new NpgsqlConnectionStringBuilder(As("jobs")), "DROP TABLE job"));
        denied.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        (await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(new NpgsqlConnectionStringBuilder(As("jobs")), "CREATE TABLE a (b int)")))
            .SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);

        string As(string user) => new NpgsqlConnectionStringBuilder(administrator.ToString()) { Username = user, Password = null }.ToString();
    }

    private static async Task ExecuteAsync(NpgsqlConnectionStringBuilder connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString.ToString());
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static string Root([System.Runtime.CompilerServices.CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
