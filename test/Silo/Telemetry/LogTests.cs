using System.Text.Json;
using BackendPlugins.Hosting.Startup;
using BackendPlugins.Silo.Tests.Cluster;
using Microsoft.Extensions.Configuration;

namespace BackendPlugins.Silo.Tests.Telemetry;

/// <summary>Logs for machines, and settings from files.</summary>
public sealed class LogTests(SharedPostgres postgres)
{
    [Fact]
    public async Task Every_line_is_JSON_and_what_a_grain_says_at_work_names_its_job()
    {
        await using var hosts = await Hosts.CreateAsync(postgres.Server);
        var silo = await hosts.StartSilo("--Telemetry:LogFormat=Json", "--Logging:LogLevel:BackendPlugins.Grains=Debug").ReadyAsync();
        using var client = new FlyteClient(await hosts.StartGateway().ReadyAsync());

        await client.EndAsync(await client.CreateAsync(FlyteClient.Query("logged", 0, "SELECT 1")));

        var lines = silo.Program.Text.Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.SelectMany(Scopes).Count(scope =>
            Has(scope, "JobId", "bigquery_query_job_task/") && Has(scope, "Plugin", "BigQuery") && Has(scope, "Execution", "logged")).ShouldBeGreaterThan(0);

        static IEnumerable<JsonElement> Scopes(JsonElement line) => line.TryGetProperty("Scopes", out var scopes) ? scopes.EnumerateArray() : [];
        static bool Has(JsonElement scope, string name, string start) =>
            scope.ValueKind == JsonValueKind.Object && scope.TryGetProperty(name, out var value) && value.GetString()!.StartsWith(start, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_the_settings_folder_are_settings_and_everything_else_goes_before_them()
    {
        var folder = Directory.CreateTempSubdirectory("settings");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "ConnectionStrings__Jobs"), "Host=db\n");
            File.WriteAllText(Path.Combine(folder.FullName, "Silo__Port"), "1");
            var configuration = new ConfigurationManager();
            configuration.AddInMemoryCollection([new("SettingsFolder", folder.FullName), new("Silo:Port", "2")]);

            configuration.AddHostDefaults();

            configuration["ConnectionStrings:Jobs"].ShouldBe("Host=db");
            configuration["Silo:Port"].ShouldBe("2");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_broken_telemetry_setting_and_a_missing_folder_are_told_in_one_line()
    {
        await using var broken = Hosts.Run("--Telemetry:OtlpEndpoint=collector", "--Http:Port=0");
        (await broken.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(1);
        broken.Text.ShouldContain("The silo cannot start: ");
        broken.Text.ShouldContain("Telemetry:OtlpEndpoint must be an address such as http://otel-collector:4317; got \"collector\".");

        await using var absent = Hosts.Run("--SettingsFolder=/no/such/folder");
        (await absent.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(1);
        absent.Text.ShouldContain("The silo cannot start: ");
        absent.Text.ShouldContain("/no/such/folder");
    }
}
