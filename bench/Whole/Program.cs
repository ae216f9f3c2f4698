using System.Diagnostics;
using System.Globalization;
using BackendPlugins.Bench.Whole.Floor;
using BackendPlugins.Bench.Whole.Results;
using BackendPlugins.Bench.Whole.Scenarios;

if (args is ["bare", var port, var answer])
{
    await BareServer.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), answer);
    return 0;
}

var options = args.Contains("--quick") ? BenchOptions.Quick : BenchOptions.Full;
var readme = args.FirstOrDefault(arg => arg.StartsWith("--readme=", StringComparison.Ordinal))?["--readme=".Length..];
var names = args.Where(arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToList();
if (names.FirstOrDefault(name => ScenarioList.All.All(scenario => scenario.Name != name)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"{unknown} is no scenario; there are {string.Join(", ", ScenarioList.All.Select(scenario => scenario.Name))}");
    return 1;
}

var (rows, failed) = (new List<ResultRow>(), new List<string>());
foreach (var (name, run) in ScenarioList.All.Where(scenario => names.Count == 0 || names.Contains(scenario.Name)))
{
    var start = Stopwatch.GetTimestamp();
    try
    {
        var measured = await run(options);
        rows.AddRange(measured);
        await Console.Out.WriteLineAsync(ResultPage.TableOf(measured));
    }
    catch (Exception problem)
    {
        // One scenario that breaks does not take the others with it.
        failed.Add(name);
        await Console.Error.WriteLineAsync($"{name} failed: {problem}");
    }

    await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"({name}: {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s)"));
}

if (readme is not null && failed.Count == 0)
{
    await ResultPage.WriteAsync(readme, ResultPage.TableOf(rows), $"bench/run.sh {string.Join(' ', names)}".TrimEnd(), TimeProvider.System.GetUtcNow());
}

return failed.Count == 0 ? 0 : 1;
