using System.Net;
using System.Net.Sockets;
using BackendPlugins.Processes;
using BackendPlugins.Silo.Tests.Cluster;

namespace BackendPlugins.Silo.Tests;

/// <summary>How silos and gateways begin, and what they say when they cannot.</summary>
public sealed class StartTests(SharedPostgres postgres)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Gateway_and_silo_wait_for_a_database_that_is_down_and_serve_when_it_comes()
    {
        await using var server = await PostgresServer.CreateAsync();
        await using var hosts = await Hosts.CreateAsync(server);
        await server.StopAsync();
        var (gateway, silo) = (hosts.StartGateway(), hosts.StartSilo());

        await silo.Program.WaitForLineAsync(line => line.Contains("The database is out of reach", StringComparison.Ordinal), Soon);
        (await silo.StatusAsync("/healthz/live")).ShouldBe(HttpStatusCode.OK);
        (await silo.StatusAsync("/healthz/ready")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        await Until.TrueAsync(async () => await gateway.StatusAsync("/healthz/live") == HttpStatusCode.OK, "the gateway lives");
        (await gateway.StatusAsync("/healthz/ready")).ShouldBe(HttpStatusCode.ServiceUnavailable);

        await server.StartAsync();
        await silo.ReadyAsync();
        await gateway.ReadyAsync();
        (await silo.StatusAsync("/healthz/live")).ShouldBe(HttpStatusCode.OK);
        using var client = new FlyteClient(gateway);
        await client.CreateAsync(FlyteClient.Query("late", 0, "SELECT 1"));
        (await silo.TextAsync("/metrics")).ShouldContain("backend_plugin_jobs_accepted");
        (await gateway.TextAsync("/metrics")).ShouldContain("orleans_");
    }

    [Fact]
    public async Task A_silo_that_waits_for_its_database_stops_when_it_is_told_to()
    {
        await using var silo = Hosts.Run(
            "--Clustering:Provider=postgres", "--JobStore:Provider=postgres", "--ConnectionStrings:Jobs=Host=127.0.0.1;Port=1;Database=x;Username=x",
            $"--Http:Port={StandaloneInstance.FreePort()}", $"--Silo:Port={StandaloneInstance.FreePort()}", $"--Silo:GatewayPort={StandaloneInstance.FreePort()}");
        await silo.WaitForLineAsync(line => line.Contains("The database is out of reach", StringComparison.Ordinal), Soon);

        await silo.SignalAsync("TERM");

        (await silo.WaitForExitAsync(Soon)).ShouldBe(0);
    }

    [Fact]
    public async Task A_gateway_whose_database_refuses_it_says_so_and_goes_on_when_that_is_mended()
    {
        await using var hosts = await Hosts.CreateAsync(postgres.Server);
        var silo = await hosts.StartSilo().ReadyAsync();
        var stranger = $"stranger_{Guid.NewGuid():N}";
        var connection = hosts.SiloArguments.Single(argument => argument.StartsWith("--ConnectionStrings:Jobs=", StringComparison.Ordinal));
        var gateway = hosts.StartGateway(connection.Replace("Username=postgres", $"Username={stranger}", StringComparison.Ordinal));
        await gateway.Program.WaitForLineAsync(line => line.Contains("refuses this gateway", StringComparison.Ordinal) && line.Contains(stranger, StringComparison.Ordinal), Soon);
        await Until.TrueAsync(async () => await gateway.StatusAsync("/healthz/ready") is not null, "the gateway listens");
        (await gateway.StatusAsync("/healthz/ready")).ShouldBe(HttpStatusCode.ServiceUnavailable);

        await PostgresServer.ExecuteAsync(postgres.Server.ConnectionString("postgres"), $"CREATE ROLE {stranger} SUPERUSER LOGIN");
        await gateway.ReadyAsync();
        (await silo.StatusAsync("/healthz/ready")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Migrate_prepares_a_database_and_a_silo_that_may_not_migrate_needs_it()
    {
        await using var hosts = await Hosts.CreateAsync(postgres.Server);
        await using (var early = hosts.StartSilo("--JobStore:MigrateAtStart=false"))
        {
            (await early.Program.WaitForExitAsync(Soon)).ShouldBe(1);
            early.Program.Text.ShouldContain("The silo cannot start: ");
            early.Program.Text.ShouldContain("JobStore:MigrateAtStart");
        }

        await using (var first = Hosts.Run(["migrate", .. hosts.SiloArguments]))
        {
            (await first.WaitForExitAsync(Soon)).ShouldBe(0);
            first.Text.ShouldStartWith("Applied to the job store: Postgres/Migrations/0001_job.sql");
        }

        await using (var second = Hosts.Run(["migrate", .. hosts.SiloArguments]))
        {
            (await second.WaitForExitAsync(Soon)).ShouldBe(0);
            second.Text.ShouldBe("The job store is up to date.");
        }

        await hosts.StartSilo("--JobStore:MigrateAtStart=false").ReadyAsync();
    }

    [Fact]
    public async Task Migrate_says_in_one_line_what_is_wrong()
    {
        await using var migrate = Hosts.Run("migrate", "--JobStore:Provider=postgres", "--ConnectionStrings:Jobs=Host=127.0.0.1;Port=1;Database=nope;Username=x");

        (await migrate.WaitForExitAsync(Soon)).ShouldBe(1);

        migrate.Text.ShouldStartWith("The job store cannot be brought up to date: The PostgreSQL database nope at 127.0.0.1:1");
        migrate.Text.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("frobnicate", "no command frobnicate")]
    [InlineData("--Silo:Address=somewhere", "Silo:Address")]
    [InlineData("--Silo:Port=eight", "Silo:Port")]
    [InlineData("--Silo:GatewayPort=11111", "must differ")]
    [InlineData("--Silo:Plugins:0=BigTable", "built in are BigQuery")]
    [InlineData("--Clustering:ProbeTimeout=1.00:00:00", "ProbeTimeout")]
    [InlineData("--Clustering:Provider=zookeeper", "Clustering:Provider")]
    [InlineData("--Clustering:Provider=postgres", "ConnectionStrings:Cluster")]
    [InlineData("--Http:Port=70000", "Port")]
    public async Task A_broken_setting_ends_the_silo_with_one_line_that_names_it(string setting, string word)
    {
        await using var silo = Hosts.Run(setting);

        (await silo.WaitForExitAsync(Soon)).ShouldBe(1, silo.Text);

        silo.Text.ShouldContain(word);
        silo.Text.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("Http:Port")]
    [InlineData("Silo:Port")]
    [InlineData("Silo:GatewayPort")]
    public async Task A_port_in_use_ends_the_silo_with_a_line_that_names_it(string setting)
    {
        using var taken = new TcpListener(IPAddress.Any, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var hosts = await Hosts.CreateAsync(postgres.Server);
        await using var silo = hosts.StartSilo($"--{setting}={port}");

        (await silo.Program.WaitForExitAsync(Soon)).ShouldBe(1, silo.Program.Text);

        var line = silo.Program.Text.Split('\n').Single(text => text.StartsWith("The silo cannot start: ", StringComparison.Ordinal));
        line.ShouldContain($"{port}");
        silo.Program.Text.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Silos_of_a_cluster_refuse_job_stores_of_their_own()
    {
        await using var silo = Hosts.Run(
            "--Clustering:Provider=postgres", "--ConnectionStrings:Cluster=Host=127.0.0.1;Database=x;Username=x", "--JobStore:Provider=sqlite");

        (await silo.WaitForExitAsync(Soon)).ShouldBe(1, silo.Text);

        silo.Text.ShouldContain("JobStore:Provider is sqlite");
    }
}
