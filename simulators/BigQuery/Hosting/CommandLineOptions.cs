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
    ];

    public static string Help { get; } = string.Join(Environment.NewLine, [
        "A service that behaves like BigQuery's REST v2 jobs API.",
        "",
        "  dotnet run --project simulators/BigQuery -- [options]",
        "",
        .. Switches.Select(row => $"  {$"{row.Switch} {row.Value}",-26} {row.About}"),
        "",
        "TIME is 250ms, 1.5s, 2m, 1h or a range such as 5ms..50ms. See the README for job scripts, faults and books.",
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
