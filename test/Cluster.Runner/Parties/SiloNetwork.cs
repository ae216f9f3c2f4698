using System.Diagnostics;
using System.Globalization;

namespace BackendPlugins.Cluster.Runner.Parties;

/// <summary>
/// A network in which every silo has a namespace of its own, joined by a bridge: a silo whose cable is pulled sees neither the
/// others nor the service nor a gateway. The database is reached by a file and stays.
/// </summary>
internal sealed class SiloNetwork
{
    private readonly string _run;
    private readonly int _subnet;

    private SiloNetwork(string run, int subnet)
    {
        _run = run;
        _subnet = subnet;
    }

    /// <summary>Whether this user may make namespaces and this kernel has bridges.</summary>
    public static bool IsPossible { get; } = Try();

    /// <summary>This machine's address in it.</summary>
    public string Address => AddressOf(-1);

    public static async Task<SiloNetwork> CreateAsync(string run, int silos)
    {
        var network = new SiloNetwork(run, Subnet(run));
        await IpAsync("link", "add", run, "type", "bridge");
        await IpAsync("addr", "add", $"{network.Address}/24", "dev", run);
        await IpAsync("link", "set", run, "up");
        for (var index = 0; index < silos; index++)
        {
            var (space, cable) = ($"{run}-{index}", network.Cable(index));
            await IpAsync("netns", "add", space);
            await IpAsync("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", space);
            await IpAsync("link", "set", cable, "master", run);
            await IpAsync("link", "set", cable, "up");
            await IpAsync("-n", space, "link", "set", "lo", "up");
            await IpAsync("-n", space, "link", "set", "eth0", "up");
            await IpAsync("-n", space, "addr", "add", $"{network.AddressOf(index)}/24", "dev", "eth0");
        }

        return network;
    }

    public string AddressOf(int silo) => FormattableString.Invariant($"10.231.{_subnet}.{silo + 2}");

    /// <summary>What stands before a command to run it in a silo's namespace.</summary>
    public IEnumerable<string> Inside(int silo) => ["ip", "netns", "exec", FormattableString.Invariant($"{_run}-{silo}")];

    public Task IsolateAsync(int silo) => IpAsync("link", "set", Cable(silo), "down");

    public Task HealAsync(int silo) => IpAsync("link", "set", Cable(silo), "up");

    private string Cable(int silo) => FormattableString.Invariant($"{_run}v{silo}");

    private static int Subnet(string run) => int.Parse(run.AsSpan(2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static bool Try()
    {
        const string script = "ip netns add $0 && ip -n $0 link add bridge0 type bridge; code=$?; ip netns del $0; exit $code";
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", script, $"bptry{Environment.ProcessId}"]) { RedirectStandardError = true });
        shell!.WaitForExit();
        return shell.ExitCode == 0;
    }

    private static async Task IpAsync(params string[] arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var problem = await ip.StandardError.ReadToEndAsync();
        await ip.WaitForExitAsync();
        if (ip.ExitCode != 0)
        {
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {problem.Trim()}");
        }
    }
}
