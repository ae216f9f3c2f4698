namespace BackendPlugins.Simulators.BigQuery.Hosting;

/// <summary>Options from the command line and from environment variables that begin with <c>BIGQUERY_SIMULATOR_</c>.</summary>
internal static class CommandLineOptions
{
    public const int DefaultPort = 9050;

    private static readonly (string Switch, string Key, string Value, string About)[] Switches =
    [
        ("--port", "Port", "N", "port to listen on, 0 picks a free one (default 9050)"),
        ("--listen", "Listen", "IP", "address to listen on (default 127.0.0.1)"),
        ("--journal", "Journal", "FILE", "keep the jobs in this file across restarts"),
        ("--seed", "Seed", "N", "seed of everything drawn by lot (default 1)"),
        ("--default-location", "DefaultLocation", "NAME", "location of jobs that name none (default US)"),
        ("--pending", "Pending", "TIME", "time in PENDING of jobs without script (default 0s..0.5s)"),
        ("--duration", "Duration", "TIME", "time in RUNNING of jobs without script (default 1s..5s)"),
        ("--fail-rate", "FailRate", "SHARE", "share of jobs without script that fail, 0 to 1 (default 0)"),
        ("--fail-reason", "FailReason", "REASON", "their reason (default invalidQuery)"),
        ("--bytes", "Bytes", "N", "bytes read by jobs without script (default 10485760)"),
        ("--cancel-delay", "CancelDelay", "TIME", "time from a cancel call to the job's end (default 300ms)"),
        ("--latency", "Latency:*", "TIME", "time added to every call; --latency:get TIME for one method (default none)"),
        ("--quota", "Quota:*", "N", "calls per second and method; --quota:list N for one method (default no limit)"),
        ("--list-page-size", "ListPageSize", "N", "jobs on a page of jobs.list when not asked for (default 50)"),
        ("--list-page-limit", "ListPageLimit", "N", "most jobs on a page of jobs.list (default 1000)"),
        ("--result-page-limit", "ResultPageLimit", "N", "most rows on a page of a result (default 50000)"),
        ("--concurrent-calls", "ConcurrentCalls", "N", "calls at the same time (default no limit)"),
        ("--queued-interactive", "QueuedInteractive", "N", "interactive queries PENDING per project and region (default no limit)"),
        ("--queued-batch", "QueuedBatch", "N", "batch queries PENDING per project and region (default no limit)"),
        ("--require-datasets", "RequireDatasets", "BOOL", "a missing dataset fails the job that writes into it (default false)"),
        ("--require-auth", "RequireAuth", "BOOL", "API calls need a token from /token or the metadata server (default false)"),
        ("--token-life", "TokenLife", "H:MM:SS", "how long tokens are good for (default 1:00:00)"),
        ("--service-account-key", "ServiceAccountKeys:*", "FILE", "--service-account-key:EMAIL FILE checks its signatures (PEM public key)"),
        ("--metadata-project", "MetadataProject", "NAME", "project that the metadata server tells (default simulated)"),
        ("--clock-speed", "ClockSpeed", "N", "everything simulated goes N times faster (default 1)"),
    ];

    /// <summary>What a switch turns on by itself.</summary>
    private static readonly string[] Flags = ["RequireDatasets", "RequireAuth"];

    public static string Help { get; } = string.Join(Environment.NewLine, [
        "A service that behaves like BigQuery's REST v2 API.",
        "",
        "  dotnet run --project simulators/BigQuery -- [options]",
        "",
        .. Switches.Select(row => $"  {$"{row.Switch} {row.Value}",-28} {row.About}"),
        "",
        "TIME is 250ms, 1.5s, 2m, 1h a range such as 5ms..50ms, or one with a tail: 5ms..50ms@p99=2s. See the README for job scripts, faults and books.",
    ]);

    /// <exception cref="FormatException">An argument is unknown or its value cannot be read; the message names it.</exception>
    public static BigQuerySimulatorOptions Read(string[] args)
    {
        var configuration = new ConfigurationBuilder()
            .AddEnvironmentVariables("BIGQUERY_SIMULATOR_")
            .AddInMemoryCollection(Pairs(args))
            .Build();
        var options = new BigQuerySimulatorOptions { Port = DefaultPort };
        try
        {
            // Without this the binder passes over entries of a dictionary that it cannot convert.
            configuration.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException failure)
        {
            var told = failure.InnerException as InvalidOperationException ?? failure;
            throw new FormatException($"{told.Message} {told.InnerException?.Message}".TrimEnd(), failure);
        }

        return options;
    }

    private static IEnumerable<KeyValuePair<string, string?>> Pairs(string[] args)
    {
        for (var index = 0; index < args.Length; index++)
        {
            var equals = args[index].IndexOf('=');
            var name = equals < 0 ? args[index] : args[index][..equals];
            var key = KeyOf(name) ?? throw new FormatException($"unknown option '{name}'; --help lists the options.");
            if (equals < 0 && Flags.Contains(key) && (index + 1 == args.Length || args[index + 1].StartsWith("--", StringComparison.Ordinal)))
            {
                yield return new(key, "true");
                continue;
            }

            if (equals < 0 && ++index == args.Length)
            {
                throw new FormatException($"option {name} needs a value.");
            }

            yield return new(key, equals < 0 ? args[index] : args[index][(equals + 1)..]);
        }
    }

    private static string? KeyOf(string name)
    {
        var colon = name.IndexOf(':');
        var (plain, method) = colon < 0 ? (name, null) : (name[..colon], name[(colon + 1)..]);
        var key = Switches.FirstOrDefault(row => row.Switch == plain).Key;
        return method is null ? key : key?.EndsWith(":*", StringComparison.Ordinal) == true ? $"{key[..^1]}{method}" : null;
    }
}
