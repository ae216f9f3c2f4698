using System.Globalization;
using BackendPlugins.Cluster.Runner.Scenarios;

namespace BackendPlugins.Cluster.Runner;

/// <summary>The command line.</summary>
internal sealed record RunnerArguments
{
    public const string Help =
        """
        Runs a cluster of real processes, breaks it in every way it can, and checks that no job was lost, doubled or left running.

          test/Cluster/run [--minutes N | --rounds N] [options]

          --minutes N       repeat rounds until N minutes have passed (default 10)
          --rounds N        run N rounds instead
          --seed N          seed of the first round, one more for each further round (default: drawn, and printed)
          --mix NAME        kills, outages, faults, rolling, partitions, deaths or everything (default everything)
          --kills           one round of --mix deaths that lasts --minutes: kill -9 of a silo or gateway every few seconds
          --every TIME      time between two of these kills, for example 5s (the default)
          --silos N         default 3
          --gateways N      default 2
          --jobs N          nodes of workflows in a round (default 500)
          --disturb TIME    how long a round is disturbed, for example 90s (default 120s)
          --keep-logs       keep the logs of rounds in which nothing is wrong
        """;

    public required ScenarioOptions First { get; init; }

    public TimeSpan Minutes { get; init; } = TimeSpan.FromMinutes(10);

    public int? Rounds { get; init; }

    /// <exception cref="FormatException">An argument cannot be read; the message names it.</exception>
    public static RunnerArguments Read(IReadOnlyList<string> args, Func<int> drawSeed)
    {
        var read = new RunnerArguments
        {
            First = new ScenarioOptions
            {
                Seed = drawSeed(), Mix = ScenarioMix.Everything, Jobs = 500, Disturbed = TimeSpan.FromMinutes(2), Quiet = TimeSpan.FromMinutes(3),
            },
        };
        var kills = false;
        for (var at = 0; at < args.Count; at++)
        {
            var name = args[at];
            if (name == "--kills")
            {
                read = read with { Rounds = 1, First = read.First with { Mix = ScenarioMix.Deaths } };
                kills = true;
                continue;
            }

            if (name == "--keep-logs")
            {
                read = read with { First = read.First with { KeepLogs = true } };
                continue;
            }

            var value = ++at < args.Count ? args[at] : throw new FormatException($"{name} needs a value.");
            read = name switch
            {
                "--minutes" => read with { Minutes = TimeSpan.FromMinutes(Number(name, value)) },
                "--rounds" => read with { Rounds = Number(name, value) },
                "--seed" => read with { First = read.First with { Seed = Number(name, value) } },
                "--mix" => read with { First = read.First with { Mix = Mix(value) } },
                "--silos" => read with { First = read.First with { Silos = Number(name, value) } },
                "--gateways" => read with { First = read.First with { Gateways = Number(name, value) } },
                "--jobs" => read with { First = read.First with { Jobs = Number(name, value) } },
                "--disturb" => read with { First = read.First with { Disturbed = TimeSpan.FromSeconds(Number(name, value.TrimEnd('s'))) } },
                "--every" => read with { First = read.First with { Every = TimeSpan.FromSeconds(Number(name, value.TrimEnd('s'))) } },
                _ => throw new FormatException($"{name} is no option."),
            };
        }

        return kills ? read with { First = read.First with { Disturbed = read.Minutes } } : read;
    }

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"{name} must be a whole number above 0; got \"{value}\".");

    private static ScenarioMix Mix(string value) => Enum.TryParse<ScenarioMix>(value, ignoreCase: true, out var mix) && Enum.IsDefined(mix)
        ? mix
        : throw new FormatException($"--mix must be one of {string.Join(", ", Enum.GetNames<ScenarioMix>())}; got \"{value}\".");
}
