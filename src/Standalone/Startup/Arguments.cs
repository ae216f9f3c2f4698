namespace BackendPlugins.Standalone.Startup;

/// <summary>The command line: a few short options, each of them a configuration key, and any configuration key itself.</summary>
internal static class Arguments
{
    public const string Help = """
        Orleans.BackendPlugins: silo, gateway, pages and a BigQuery simulator in one process.

        Usage: dotnet run -c Release --project src/Standalone -- [options]

          --demo N                 create N simulated BigQuery jobs over gRPC as Flyte does and show them live
          --exit-when-done         with --demo: end when every job has ended; exit code 0 when each ended as its
                                   simulation says, else 1
          --grpc-port PORT         Flyte's protocols, health, reflection (default 8000)
          --http-port PORT         pages, REST, metrics (default 8080)
          --data DIR               where jobs are kept (default ./data); survives a restart
          --bigquery-endpoint URL  use this service instead of the simulator
          --Section:Key VALUE      any setting, for example --Plugins:BigQuery:Credentials anonymous
          --help                   this text

        Every setting can also come from the environment, with __ for the colon: Plugins__BigQuery__Credentials=anonymous.

        Examples:
          dotnet run -c Release --project src/Standalone -- --demo 1000
          dotnet run -c Release --project src/Standalone -- --demo 200 --exit-when-done --data /tmp/demo
          dotnet run -c Release --project src/Standalone -- --bigquery-endpoint http://localhost:9050
        """;

    private static readonly Dictionary<string, string> Keys = new(StringComparer.OrdinalIgnoreCase)
    {
        ["--demo"] = "Demo:Jobs",
        ["--grpc-port"] = "Grpc:Port",
        ["--http-port"] = "Http:Port",
        ["--data"] = "Data",
        ["--bigquery-endpoint"] = "Plugins:BigQuery:Endpoint",
    };

    private static readonly Dictionary<string, string> Flags = new(StringComparer.OrdinalIgnoreCase)
    {
        ["--exit-when-done"] = "Demo:ExitWhenDone",
    };

    public static bool AsksForHelp(IEnumerable<string> args) => args.Any(arg => arg is "--help" or "-h" or "-?");

    /// <summary>Turns the command line into configuration keys.</summary>
    /// <exception cref="StartupException">An option is unknown or has no value.</exception>
    public static Dictionary<string, string?> Read(IReadOnlyList<string> args)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var left, var right] ? (left, right) : (args[i], null);
            if (Flags.TryGetValue(name, out var flag))
            {
                settings[flag] = value ?? "true";
                continue;
            }

            if (!Keys.TryGetValue(name, out var key))
            {
                if (!name.StartsWith("--", StringComparison.Ordinal) || !name.Contains(':', StringComparison.Ordinal))
                {
                    throw new StartupException($"unknown option {args[i]}; --help lists the options");
                }

                key = name[2..];
            }

            if (value is null)
            {
                if (i + 1 >= args.Count)
                {
                    throw new StartupException($"{name} needs a value; --help shows how");
                }

                value = args[++i];
            }

            settings[key] = value;
        }

        return settings;
    }
}
