using BackendPlugins.Cli.Arguments;
using BackendPlugins.Cli.Endpoints;
using BackendPlugins.Cli.Load.Measuring;
using BackendPlugins.Cli.Load.Planning;
using BackendPlugins.Cli.Load.Reporting;
using BackendPlugins.Cli.Load.Running;
using BackendPlugins.Cli.Output;
using Spectre.Console.Cli;

namespace BackendPlugins.Cli.Commands;

/// <summary>Loads an endpoint as Flyte does, and measures it.</summary>
internal sealed class LoadCommand(CliEnvironment environment, EndpointConnector connector) : AsyncCommand<LoadSettings>
{
    public override Task<int> ExecuteAsync(CommandContext context, LoadSettings settings, CancellationToken cancellationToken)
    {
        var screen = new Screen(environment, settings.Format);
        var options = EndpointOptions.Of(settings, environment);
        var plan = settings.Plan(environment.NewExecutionName);
        var thresholds = settings.Thresholds();
        var quota = settings.QuotaRate();
        var books = settings.Books is null ? null : OptionText.Address("--books", settings.Books);
        Uri[] metrics = settings.Metrics is [] ? [new Uri(options.Http, "/metrics")] : [.. settings.Metrics.Select(text => OptionText.Address("--metrics", text))];
        var report = settings.Report ?? $"{plan.Execution}.html";
        return connector.UseManyAsync(options, plan.Pace.Connections, LoadAsync, cancellationToken);

        async Task<ExitCode> LoadAsync(IReadOnlyList<ITaskEndpoint> endpoints)
        {
            var time = environment.Time;
            using var upstream = new UpstreamBooks(books, metrics);
            var (began, start) = (time.GetUtcNow(), time.GetTimestamp());
            var jobs = JobDeck.Deal(plan);
            var meters = new LoadMeters();
            var sampler = new Sampler(meters, upstream, plan.WarmUp, time);

            await RunAsync(new LoadRun(plan, jobs, endpoints, meters, time), sampler);
            var took = time.GetElapsedTime(start);
            var twice = meters.Twice + (await upstream.SubmittedTwiceAsync(cancellationToken) ?? 0);
            var wrong = plan.Task.EndsAsPlanned ? jobs.Count(job => job is { HasEnded: true, EndedAsPlanned: false }) : (int?)null;
            var result = new LoadResult(
                plan, options.Address, Protocols.NameOf(endpoints[0].Protocol), began, took, sampler.Samples,
                meters.Create.Summary(), meters.Get.Summary(), meters.Delete.Summary(),
                meters.Detection.Sorted(), meters.Running.Sorted(), meters.Jobs(), wrong, twice, sampler.UpstreamCalls, quota);
            var figures = Figures.Of(result);
            var failures = LoadVerdict.Of(result, figures, thresholds);
            await WriteReportAsync(report, LoadPage.Of(result, figures, failures, string.Join(' ', Environment.GetCommandLineArgs().Skip(1))), cancellationToken);
            if (screen.IsJson)
            {
                screen.Json(DocumentOf(result, figures, failures, meters));
            }
            else
            {
                LoadText.Write(screen, result, figures, failures);
                screen.Hint($"report: {report}");
            }

            return failures.Count == 0 ? ExitCode.Ok : ExitCode.LoadFailed;
        }

        async Task RunAsync(LoadRun run, Sampler sampler)
        {
            using var limit = new CancellationTokenSource(plan.Limit, environment.Time);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            var work = run.RunAsync(end.Token);
            await new LoadView(screen, environment.Out, environment.IsTerminal, plan).ShowAsync(show => sampler.FollowAsync(work, show, cancellationToken));
            try
            {
                await work;
            }
            catch (Exception problem) when (
                limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested && problem is OperationCanceledException or Grpc.Core.RpcException)
            {
                // What is still open then is told as lost.
            }
        }
    }

    private static LoadDocument DocumentOf(LoadResult result, IReadOnlyList<Figure> figures, IReadOnlyList<string> failures, LoadMeters meters) => new(
        result.Plan.Execution,
        LoadText.PlanOf(result.Plan),
        result.Protocol,
        figures.ToDictionary(figure => figure.Name, figure => figure.Value),
        new Dictionary<string, IReadOnlyDictionary<string, int>>
        {
            ["create"] = ErrorsOf(meters.Create), ["get"] = ErrorsOf(meters.Get), ["delete"] = ErrorsOf(meters.Delete),
        },
        failures);

    private static Dictionary<string, int> ErrorsOf(CallMeter meter) => meter.Errors.ToDictionary(error => error.Key.ToString(), error => error.Value);

    private static async Task WriteReportAsync(string path, string page, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(path, page, cancellationToken);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BadInputException("--report", $"must name a file that can be written; {problem.Message}");
        }
    }
}
