using System.Globalization;
using BackendPlugins.Bench.Whole.Floor;
using BackendPlugins.Bench.Whole.Scenarios;

if (args is ["bare", var port, var answer])
{
    await BareServer.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), answer);
    return 0;
}

var options = args.Contains("--quick") ? BenchOptions.Quick : BenchOptions.Full;
foreach (var name in args.Where(arg => !arg.StartsWith("--", StringComparison.Ordinal)))
{
    switch (name)
    {
        case "get-cohosted":
            await new GetScenario(external: false, options).RunAsync();
            break;
        case "get-external":
            await new GetScenario(external: true, options).RunAsync();
            break;
        default:
            await Console.Error.WriteLineAsync($"{name} is no scenario");
            return 1;
    }
}

return 0;
