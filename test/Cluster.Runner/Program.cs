using System.Security.Cryptography;
using BackendPlugins.Cluster.Runner;
using BackendPlugins.Cluster.Runner.Parties;
using BackendPlugins.Cluster.Runner.Scenarios;

if (args is ["--help" or "-h"])
{
    Console.WriteLine(RunnerArguments.Help);
    return 0;
}

RunnerArguments arguments;
try
{
    arguments = RunnerArguments.Read(args, () => RandomNumberGenerator.GetInt32(1, 1_000_000_000));
}
catch (FormatException exception)
{
    await Console.Error.WriteLineAsync($"{exception.Message}\n\n{RunnerArguments.Help}");
    return 2;
}

var time = TimeProvider.System;
if (arguments.Restart)
{
    using var restart = new WholeRestart(
        arguments.First with { Defaults = true, Mix = ScenarioMix.Kills }, time, text => Console.WriteLine($"{time.GetLocalNow():HH:mm:ss} {text}"));
    return await restart.RunAsync() ? 0 : 1;
}

var (began, broken, round) = (time.GetTimestamp(), 0, 0);
if (arguments.First.Mix is ScenarioMix.Partitions or ScenarioMix.Everything && !SiloNetwork.IsPossible)
{
    Console.WriteLine("SKIPPED: no partitions, since this user or kernel makes no network namespaces.");
}

if (arguments.First.Mix == ScenarioMix.Clocks && PartyStart.ClockLibrary is null)
{
    Console.WriteLine("SKIPPED: no jumps of clocks, since libfaketime (Debian: faketime) is not installed.");
}

while (arguments.Rounds is { } rounds ? round < rounds : round == 0 || time.GetElapsedTime(began) < arguments.Minutes)
{
    var options = arguments.First with { Seed = arguments.First.Seed + round++ };
    var result = await new Scenario(options, time, text => Console.WriteLine($"{time.GetLocalNow():HH:mm:ss} {text}")).RunAsync();
    Console.WriteLine(result.Report);
    broken += result.Violations.Count > 0 ? 1 : 0;
}

Console.WriteLine($"{round} rounds in {time.GetElapsedTime(began).TotalMinutes:0.0} minutes, {broken} with violations");
return broken == 0 ? 0 : 1;
