using System.ComponentModel;
using BackendPlugins.Cli.Arguments;
using BackendPlugins.Cli.Creation;
using BackendPlugins.Cli.Load.Pacing;
using BackendPlugins.Cli.Load.Planning;
using BackendPlugins.Cli.Load.Reporting;
using Spectre.Console.Cli;

namespace BackendPlugins.Cli.Commands;

/// <summary>The options of load.</summary>
internal sealed class LoadSettings : EndpointSettings
{
    private const int MostJobs = 1_000_000;

    [CommandOption("--jobs <NUMBER>")]
    [Description("How many jobs.")]
    [DefaultValue("1000")]
    public string Jobs { get; init; } = "1000";

    [CommandOption("--arrival <LAW>")]
    [Description("burst, a rate such as 50/s, or a ramp such as 10/s..200/s.")]
    [DefaultValue("burst")]
    public string Arrival { get; init; } = "burst";

    [CommandOption("--durations <LAW>")]
    [Description("How long jobs run: 5s, 1s..20s, exp:30s (mean) or lognormal:30s,0.8 (median, sigma).")]
    [DefaultValue("2s..10s")]
    public string Durations { get; init; } = "2s..10s";

    [CommandOption("--failures <SHARE>")]
    [Description("Share of the jobs that the simulated service lets fail.")]
    [DefaultValue("0")]
    public string Failures { get; init; } = "0";

    [CommandOption("--deletes <SHARE>")]
    [Description("Share of the jobs that are deleted while they run.")]
    [DefaultValue("0")]
    public string Deletes { get; init; } = "0";

    [CommandOption("--repeats <SHARE>")]
    [Description("Share of the creates that are sent twice; both must be answered with the same job.")]
    [DefaultValue("0")]
    public string Repeats { get; init; } = "0";

    [CommandOption("--seed <NUMBER>")]
    [Description("The same seed makes the same jobs.")]
    [DefaultValue("1")]
    public string Seed { get; init; } = "1";

    [CommandOption("--as-fast-as-possible")]
    [Description("Callers that never pause, instead of propeller's way of asking.")]
    public bool Eager { get; init; }

    [CommandOption("--callers <NUMBER>")]
    [Description("With --as-fast-as-possible: calls under way at once.")]
    [DefaultValue("16")]
    public string Callers { get; init; } = "16";

    [CommandOption("--workers <NUMBER>")]
    [Description("As propeller: caching.workers.")]
    [DefaultValue("10")]
    public string Workers { get; init; } = "10";

    [CommandOption("--qps <RATE>")]
    [Description("As propeller: qps of the read and of the write limiter.")]
    [DefaultValue("10")]
    public string Qps { get; init; } = "10";

    [CommandOption("--burst <NUMBER>")]
    [Description("As propeller: burst of both limiters.")]
    [DefaultValue("100")]
    public string BurstSize { get; init; } = "100";

    [CommandOption("--resync <DURATION>")]
    [Description("As propeller: caching.resyncInterval.")]
    [DefaultValue("30s")]
    public string Resync { get; init; } = "30s";

    [CommandOption("--connections <NUMBER>")]
    [Description("Connections. [[default: 1 as propeller, 4 as fast as possible]]")]
    public string? Connections { get; init; }

    [CommandOption("--limit <DURATION>")]
    [Description("The run ends after this time whatever is still open.")]
    [DefaultValue("1h")]
    public string Limit { get; init; } = "1h";

    [CommandOption("--warm-up <DURATION>")]
    [Description("Time from the start whose calls are not counted.")]
    public string? WarmUp { get; init; }

    [CommandOption("--category <CATEGORY>")]
    [Description("Task category of the jobs.")]
    [DefaultValue("bigquery_query_job_task")]
    public string Category { get; init; } = "bigquery_query_job_task";

    [CommandOption("--sql <STATEMENT>")]
    [Description("Statement with {ms} and {index} to fill in. How jobs end is then not checked. [[default: a script for the simulator]]")]
    public string? Sql { get; init; }

    [CommandOption("--custom <FILE>")]
    [Description("JSON file with the template's custom.")]
    public string? Custom { get; init; }

    [CommandOption("--project <NAME>")]
    [Description("Google Cloud project. [[default: load-project]]")]
    public string? Project { get; init; }

    [CommandOption("--projects <NUMBER>")]
    [Description("Spread the jobs over this many Google Cloud projects, --project with -1, -2 and so on.")]
    [DefaultValue("1")]
    public string Projects { get; init; } = "1";

    [CommandOption("--location <NAME>")]
    [Description("BigQuery location. [[default: US]]")]
    public string? Location { get; init; }

    [CommandOption("--execution <NAME>")]
    [Description("Workflow execution that the jobs belong to. A name that was used finds its jobs again. [[default: a new one]]")]
    public string? Execution { get; init; }

    [CommandOption("--metrics <URL>")]
    [Description("Where the backend's processes tell their metrics; repeat it for more. [[default: /metrics of --http]]")]
    public string[] Metrics { get; init; } = [];

    [CommandOption("--books <URL>")]
    [Description("The BigQuery simulator: its books tell calls and jobs that were submitted twice.")]
    public string? Books { get; init; }

    [CommandOption("--quota <RATE>")]
    [Description("Calls a second that the service allows, for the plot.")]
    public string? Quota { get; init; }

    [CommandOption("--fail-if <CONDITION>")]
    [Description("Exit code 8 where it holds, for example \"get.p99>50ms\" or \"create.errors>0\"; repeat it for more.")]
    public string[] FailIf { get; init; } = [];

    [CommandOption("--report <FILE>")]
    [Description("The HTML report. [[default: the execution's name with .html]]")]
    public string? Report { get; init; }

    /// <summary>The conditions.</summary>
    public IReadOnlyList<Threshold> Thresholds() => [.. FailIf.Select(Threshold.Parse)];

    /// <summary>The quota; null for none.</summary>
    public double? QuotaRate() => Quota is null ? null : Rate("--quota", Quota);

    /// <summary>What to do.</summary>
    /// <param name="newName">Makes up an execution's name.</param>
    public LoadPlan Plan(Func<string> newName)
    {
        var category = CategoryText.Parse("--category", Category);
        var isBigQuery = Custom is null && category.Name is "bigquery_query_job_task";
        var custom = CustomSettings.Of(
            category, null, Custom, Project ?? (isBigQuery ? "load-project" : null), Location ?? (isBigQuery ? "US" : null));
        var shape = new LoadTaskShape(
            category, Sql, custom, OptionText.Integer("--projects", Projects, 1, 1000), "flytesnacks", "development");
        return new LoadPlan(
            OptionText.Integer("--jobs", Jobs, 1, MostJobs),
            Load.Planning.Arrival.Parse(Arrival),
            DurationLaw.Parse(Durations),
            OptionText.Integer("--seed", Seed, 0, int.MaxValue),
            Execution ?? newName(),
            shape,
            Pace(),
            OptionText.Duration("--limit", Limit))
        {
            Failures = Share.Parse("--failures", Failures),
            Deletes = Share.Parse("--deletes", Deletes),
            Repeats = Share.Parse("--repeats", Repeats),
            WarmUp = WarmUp is null ? TimeSpan.Zero : OptionText.Duration("--warm-up", WarmUp),
        };
    }

    private LoadPace Pace()
    {
        var connections = OptionText.Integer("--connections", Connections ?? (Eager ? "4" : "1"), 1, 256);
        return Eager
            ? new EagerPace(OptionText.Integer("--callers", Callers, 1, 10_000), connections)
            : new PropellerPace(
                OptionText.Integer("--workers", Workers, 1, 10_000),
                Rate("--qps", Qps),
                OptionText.Integer("--burst", BurstSize, 1, 1_000_000),
                OptionText.Duration("--resync", Resync),
                Creates: 100,
                connections);
    }

    private static double Rate(string option, string text) => Share.TryNumber(text, out var rate) && rate > 0
        ? rate
        : throw new BadInputException(option, $"must be a number of calls a second above zero; got \"{text}\"");
}
