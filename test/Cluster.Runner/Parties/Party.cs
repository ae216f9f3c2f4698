using System.Diagnostics;
using System.Globalization;

namespace BackendPlugins.Cluster.Runner.Parties;

/// <summary>A program of this repository as an operating system process that is started again and again on the same ports.</summary>
internal sealed class Party(PartyStart start, string run, string logs, TimeProvider time) : IAsyncDisposable
{
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(2) };

    private volatile Process? _process;

    /// <summary>For example <c>silo-1</c>.</summary>
    public string Name => start.Name;

    /// <summary>Where it speaks HTTP.</summary>
    public Uri Http => new(start.Ready, "/");

    /// <summary>Whoever has it decides alone about this process.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>Whether it runs, or would if it were not paused.</summary>
    public bool IsAlive => _process is { HasExited: false };

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    /// <exception cref="TimeoutException">It does not become ready; the message names its log.</exception>
    public async Task StartAsync()
    {
        for (var tries = 1; ; tries++)
        {
            Launch();
            if (await IsReadyWithinAsync(TimeSpan.FromSeconds(90)))
            {
                return;
            }

            // It may give up while a database is down that is being disturbed beside it; what runs it in earnest starts it again.
            if (IsAlive || tries == 20)
            {
                throw new TimeoutException($"{Name} does not become ready{(IsAlive ? "" : $", it ended with {_process!.ExitCode}")}; see {LogFile}");
            }

            await Task.Delay(TimeSpan.FromSeconds(1), time);
        }
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        if (IsAlive)
        {
            _process!.Kill();
            await _process.WaitForExitAsync();
        }
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    /// <exception cref="TimeoutException">It does not end.</exception>
    public async Task StopAsync()
    {
        await SignalAsync("TERM");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90), time);
        try
        {
            await _process!.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{Name} does not end after SIGTERM; see {LogFile}");
        }
    }

    /// <summary>Moves its clock; not that by which spans are measured. Only a process that was started with a <see cref="PartyStart.Clock"/> sees it.</summary>
    public async Task SetClockAsync(TimeSpan offset)
    {
        // Renamed into place: it is read at every look at the clock.
        var file = Path.Combine(logs, Name + ".clock");
        await File.WriteAllTextAsync(file + ".new", FormattableString.Invariant($"{(offset < TimeSpan.Zero ? "" : "+")}{(int)offset.TotalSeconds}s"));
        File.Move(file + ".new", file, overwrite: true);
    }

    public Task PauseAsync() => SignalAsync("STOP");

    public Task ContinueAsync() => SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        Turn.Dispose();
    }

    private string LogFile => Path.Combine(logs, Name + ".log");

    private void Launch()
    {
        // The log is the process's own file and not a pipe of ours: a pipe that nobody reads would hold the process up.
        const string script = """exec "$@" >>"$CLUSTER_LOG" 2>&1 </dev/null""";
        var command = new ProcessStartInfo("bash", ["-c", script, Name, .. start.Command]);
        command.Environment["CLUSTER_LOG"] = LogFile;
        command.Environment[RunGuard.Mark] = run;
        command.Environment["DOTNET_gcServer"] = "0";
        if (start.Clock is { } clock)
        {
            var file = Path.Combine(logs, Name + ".clock");
            File.WriteAllText(file, "+0s");
            command.Environment["LD_PRELOAD"] = clock;
            command.Environment["FAKETIME_TIMESTAMP_FILE"] = file;
            command.Environment["FAKETIME_NO_CACHE"] = "1";
            command.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
        }

        var old = _process;
        _process = Process.Start(command)!;
        old?.Dispose();
    }

    private async Task<bool> IsReadyWithinAsync(TimeSpan most)
    {
        var since = time.GetTimestamp();
        while (IsAlive && time.GetElapsedTime(since) < most)
        {
            try
            {
                using var answer = await Client.GetAsync(start.Ready);
                if (answer.IsSuccessStatusCode)
                {
                    return true;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                // Not there yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), time);
        }

        return false;
    }

    private async Task SignalAsync(string signal)
    {
        if (IsAlive)
        {
            using var kill = Process.Start("kill", ["-s", signal, _process!.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
        }
    }
}

/// <summary>How a program is started.</summary>
/// <param name="Name">For example <c>silo-1</c>.</param>
/// <param name="Command">Program and arguments.</param>
/// <param name="Ready">Answers 200 once it is ready.</param>
internal sealed record PartyStart(string Name, IReadOnlyList<string> Command, Uri Ready)
{
    /// <summary>The library through which it sees a clock that can be moved; null for this machine's clock.</summary>
    public string? Clock { get; init; }

    /// <summary>Where Debian's package faketime puts that library; null where it is not installed.</summary>
    public static string? ClockLibrary { get; } = Directory.Exists("/usr/lib")
        ? Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu").Select(folder => Path.Combine(folder, "faketime", "libfaketime.so.1")).FirstOrDefault(File.Exists)
        : null;

    /// <summary>A program of this build.</summary>
    /// <param name="project">Its project's name.</param>
    /// <param name="arguments">Its arguments.</param>
    public static IReadOnlyList<string> Program(string project, params IEnumerable<string> arguments)
    {
        // artifacts/bin/<project>/<configuration>/
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, $"BackendPlugins.{project}.dll");
        return File.Exists(path) ? ["dotnet", "exec", path, .. arguments] : throw new FileNotFoundException($"{path} has not been built.");
    }
}
