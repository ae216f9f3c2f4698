using BackendPlugins.Standalone.Startup;
using Spectre.Console;

namespace BackendPlugins.Standalone;

/// <summary>Says where everything is.</summary>
internal static class Addresses
{
    public static void Write(IAnsiConsole console, IConfiguration configuration, int grpcPort, int httpPort, DataFolder data, Uri? simulator)
    {
        Line("Flyte (gRPC v1, v2)", $"localhost:{grpcPort}");
        Line("jobs", $"http://localhost:{httpPort}/");
        Line("Orleans dashboard", $"http://localhost:{httpPort}/orleans");
        Line("metrics, health", $"http://localhost:{httpPort}/metrics  /healthz/live  /healthz/ready");
        Line("REST, OpenAPI", $"http://localhost:{httpPort}/scalar");
        Line(
            simulator is null ? "BigQuery" : "BigQuery simulator",
            simulator?.AbsoluteUri ?? configuration["Plugins:BigQuery:Endpoint"] ?? configuration["BIGQUERY_EMULATOR_HOST"] ?? "");
        Line("data", data.Path);

        void Line(string what, string where) => console.WriteLine($"{what,-20} {where}");
    }
}
