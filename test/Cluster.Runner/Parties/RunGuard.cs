using System.Diagnostics;

namespace BackendPlugins.Cluster.Runner.Parties;

/// <summary>
/// Ends what a run has started when this process ends, however it ends: a shell waits on a pipe for that, then kills every
/// process that carries the run's mark and removes the run's network.
/// </summary>
internal sealed class RunGuard : IAsyncDisposable
{
    /// <summary>The environment variable that marks the processes.</summary>
    public const string Mark = "BACKEND_PLUGINS_CLUSTER_RUN";

    private const string Script =
        """
        trap '' INT TERM HUP
        cat >/dev/null
        for process in /proc/[0-9]*; do
          if tr '\0' '\n' 2>/dev/null <"$process/environ" | grep -qx "$1=$2"; then kill -KILL "${process#/proc/}" 2>/dev/null; fi
        done
        for bridge in $(ls /sys/class/net | grep -x "$2"); do ip link del "$bridge"; done
        for space in $(ls /run/netns 2>/dev/null | grep "^$2-"); do ip netns del "$space"; done
        exit 0
        """;

    private readonly Process _shell;

    public RunGuard()
    {
        // Eleven letters at most: it also names a network bridge.
        Run = "bp" + Guid.NewGuid().ToString("N")[..8];
        _shell = Process.Start(new ProcessStartInfo("bash", ["-c", Script, "guard", Mark, Run]) { RedirectStandardInput = true })!;
    }

    /// <summary>The run's name.</summary>
    public string Run { get; }

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }
}
