using System.Collections.Concurrent;
using System.Diagnostics;

namespace BackendPlugins.Processes;

/// <summary>A program of this repository as an operating system process, with what it printed.</summary>
public sealed class ProgramOutput : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ProgramOutput(Process process) => _process = process;

    /// <summary>Everything printed so far, in the order of arrival.</summary>
    public string Text => string.Join('\n', _lines);

    public int ExitCode => _process.ExitCode;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a program of this build.</summary>
    /// <param name="project">Name of its project, for example Standalone.</param>
    /// <param name="assembly">Its assembly without extension.</param>
    /// <param name="args">Its arguments.</param>
    public static ProgramOutput Start(string project, string assembly, params IEnumerable<string> args) => Start(project, assembly, null, args);

    /// <summary>Starts a program of this build with variables of its own.</summary>
    /// <param name="project">Name of its project, for example Standalone.</param>
    /// <param name="assembly">Its assembly without extension.</param>
    /// <param name="environment">Variables beside those of this process; null for none.</param>
    /// <param name="args">Its arguments.</param>
    public static ProgramOutput Start(string project, string assembly, IReadOnlyDictionary<string, string>? environment, IEnumerable<string> args)
    {
        // artifacts/bin/<project>/<configuration>/
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, assembly + ".dll");

        // A shell's background job ignores INT, and so would its children.
        return Run("env", ["--default-signal=INT", "dotnet", "exec", path, .. args], environment);
    }

    public static ProgramOutput Run(string file, IEnumerable<string> args, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var program = new ProgramOutput(process);
        process.OutputDataReceived += (_, line) => program.Take(line.Data);
        process.ErrorDataReceived += (_, line) => program.Take(line.Data);
        process.Exited += (_, _) => program._exited.TrySetResult();
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return program;
    }

    /// <summary>Waits for a line.</summary>
    /// <exception cref="TimeoutException">It did not come; the message has what came.</exception>
    public async Task<string> WaitForLineAsync(Func<string, bool> wanted, TimeSpan most)
    {
        var limit = Task.Delay(most);
        while (true)
        {
            var news = Volatile.Read(ref _news).Task;
            if (_lines.FirstOrDefault(wanted) is { } line)
            {
                return line;
            }

            if (await Task.WhenAny(news, limit, _exited.Task) != news && (limit.IsCompleted || _lines.FirstOrDefault(wanted) is null))
            {
                throw new TimeoutException($"The line did not come{(HasExited ? $"; the process ended with {ExitCode}" : "")}. Printed:\n{Text}");
            }
        }
    }

    /// <summary>Waits for the end.</summary>
    /// <exception cref="TimeoutException">It did not end; the message has what it printed.</exception>
    public async Task<int> WaitForExitAsync(TimeSpan most)
    {
        using var limit = new CancellationTokenSource(most);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The process did not end within {most}. Printed:\n{Text}");
        }
    }

    /// <summary>Ends it as the kernel's out-of-memory killer would: SIGKILL, no farewell.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
    }

    /// <summary>Sends a signal by name, for example INT.</summary>
    public async Task SignalAsync(string signal)
    {
        await using var kill = Run("kill", ["-s", signal, Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TimeSpan.FromSeconds(5));
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
            Interlocked.Exchange(ref _news, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }
}
