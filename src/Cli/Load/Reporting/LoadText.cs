using System.Globalization;
using BackendPlugins.Cli.Arguments;
using BackendPlugins.Cli.Load.Measuring;
using BackendPlugins.Cli.Load.Pacing;
using BackendPlugins.Cli.Load.Planning;
using BackendPlugins.Cli.Output;
using Spectre.Console;

namespace BackendPlugins.Cli.Load.Reporting;

/// <summary>The report of a run as text.</summary>
internal static class LoadText
{
    public static void Write(Screen screen, LoadResult result, IReadOnlyList<Figure> figures, IReadOnlyList<string> failures)
    {
        screen.Line(PlanOf(result.Plan));
        screen.Line($"against {result.Endpoint.OriginalString} ({result.Protocol}) in {DurationText.Of(result.Took)}");
        screen.Line("");
        screen.Table(CallsOf(result, figures));
        screen.Line("");
        screen.Field("jobs", string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Jobs.Created} created, {result.Jobs.Succeeded} succeeded, {result.Jobs.Failed} failed, {result.Jobs.Aborted} aborted, {result.Lost} not ended"));
        if (result.Detection.Count > 0)
        {
            screen.Field("end told", $"p50 {Text("detection.p50")}, p99 {Text("detection.p99")}, max {Text("detection.max")} after the end at the service");
        }

        if (result.Running.Count > 0)
        {
            screen.Field("run told", $"p50 {Text("running.p50")}, p99 {Text("running.p99")}, max {Text("running.max")} after the create");
        }

        if (result.Upstream is not null)
        {
            screen.Field("upstream", $"{Text("upstream.calls")} calls, {Text("upstream.rate")}, peak {Text("upstream.peak")}, {Text("upstream.perjob")} a job, {Text("upstream.perjobhour")} a job and hour");
        }

        foreach (var failure in failures)
        {
            screen.Field("failed", failure, "red");
        }

        string Text(string name) => figures.First(figure => figure.Name == name).Text;
    }

    /// <summary>What a run does, in a sentence.</summary>
    public static string PlanOf(LoadPlan plan)
    {
        var pace = plan.Pace switch
        {
            PropellerPace propeller => string.Create(
                CultureInfo.InvariantCulture,
                $"as propeller ({propeller.Workers} workers, {propeller.Rate}/s with bursts of {propeller.Burst}, resync {DurationText.Short(propeller.Resync)})"),
            _ => string.Create(CultureInfo.InvariantCulture, $"as fast as possible ({plan.Pace.Callers} callers, {plan.Pace.Connections} connections)"),
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{plan.Jobs} jobs of {plan.Durations}, arrival {plan.Arrival}, {pace}; failures {plan.Failures:0.##%}, deletes {plan.Deletes:0.##%}, repeats {plan.Repeats:0.##%}; seed {plan.Seed}, execution {plan.Execution}");
    }

    private static Table CallsOf(LoadResult result, IReadOnlyList<Figure> figures)
    {
        var table = new Table().AddColumn("CALL").AddColumn("ANSWERED").AddColumn("ERRORS").AddColumn("RATE");
        foreach (var percentile in CallSummary.Percentiles)
        {
            table.AddColumn(string.Create(CultureInfo.InvariantCulture, $"P{percentile}"));
        }

        table.AddColumn("MAX");
        foreach (var (name, calls) in result.Calls.Where(call => call.Calls.Answered + call.Calls.Failed > 0))
        {
            table.AddRow(
            [
                name,
                Of("count"),
                Of("errors"),
                Of("rate"),
                .. CallSummary.Percentiles.Select(percentile => Of(string.Create(CultureInfo.InvariantCulture, $"p{percentile}"))),
                Of("max"),
            ]);

            string Of(string figure) => figures.First(one => one.Name == $"{name}.{figure}").Text;
        }

        return table;
    }
}
