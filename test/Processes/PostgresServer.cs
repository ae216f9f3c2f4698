using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace BackendPlugins.Processes;

/// <summary>
/// A PostgreSQL server with a folder of its own, reached over a Unix socket. It commits to the disk as a real one does. A shell
/// holds the other end of a pipe: when this process ends, however it ends, the shell stops the server and removes its folder.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Guard =
        """
        set -e
        bin=$1
        dir=$(mktemp -d /tmp/jobs-pg-XXXXXX)
        trap '' INT TERM
        "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C -N >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; exit 1; }
        printf "listen_addresses = ''\nunix_socket_directories = '%s'\nmax_connections = 300\n" "$dir" >>"$dir/data/postgresql.conf"
        echo "$dir"
        cat >/dev/null
        "$bin/pg_ctl" -D "$dir/data" stop -m immediate >/dev/null 2>&1 || true
        rm -rf "$dir"
        """;

    private readonly string _binaries;
    private readonly Process _guard;
    private readonly string _folder;
    private int _databases;

    private PostgresServer(string binaries, Process guard, string folder)
    {
        _binaries = binaries;
        _guard = guard;
        _folder = folder;
    }

    /// <summary>Creates a server and starts it.</summary>
    public static async Task<PostgresServer> CreateAsync()
    {
        var binaries = Binaries();
        var guard = Process.Start(AsPostgres("bash", "-c", Guard, "guard", binaries))!;
        if (await guard.StandardOutput.ReadLineAsync() is not { Length: > 0 } folder)
        {
            throw new InvalidOperationException("initdb failed: " + await guard.StandardError.ReadToEndAsync());
        }

        var server = new PostgresServer(binaries, guard, folder);
        await server.StartAsync();
        return server;
    }

    /// <summary>Reaches a database of this server.</summary>
    public string ConnectionString(string database) => $"Host={_folder};Username=postgres;Database={database}";

    /// <summary>Creates an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"jobs_{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync(ConnectionString("postgres"), $"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    /// <summary>Starts it after <see cref="StopAsync"/> or <see cref="KillAsync"/>, and waits until it takes connections.</summary>
    public async Task StartAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        // After a kill the children of the old server may live for another moment, and a new one refuses to start beside them.
        while (await ControlAsync("start", "-w", "-l", Path.Combine(_folder, "server.log")) != 0)
        {
            await Task.Delay(200, deadline.Token);
        }
    }

    /// <summary>Stops it at once; what clients are doing is cut off.</summary>
    /// <exception cref="InvalidOperationException">It did not stop.</exception>
    public async Task StopAsync()
    {
        if (await ControlAsync("stop", "-w", "-m", "immediate") is not 0 and var code)
        {
            throw new InvalidOperationException($"pg_ctl stop ended with {code}.");
        }
    }

    /// <summary>Kills the server's first process with SIGKILL.</summary>
    public async Task KillAsync()
    {
        var line = (await RunAsync("head", "-1", Path.Combine(_folder, "data", "postmaster.pid"))).Trim();
        using var postmaster = Process.GetProcessById(int.Parse(line, CultureInfo.InvariantCulture));
        postmaster.Kill();
        await postmaster.WaitForExitAsync();
    }

    public static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
    }

    private async Task<int> ControlAsync(params string[] arguments)
    {
        // Not through a pipe: the server would inherit it and keep it open.
        var start = AsPostgres(
            ["bash", "-c", "exec \"$@\" >>\"$0\" 2>&1", Path.Combine(_folder, "control.log"), Path.Combine(_binaries, "pg_ctl"), "-D", Path.Combine(_folder, "data"), "-s", .. arguments]);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = false;
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static async Task<string> RunAsync(params string[] command)
    {
        using var process = Process.Start(AsPostgres(command))!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }

    // PostgreSQL refuses to run as root.
    private static ProcessStartInfo AsPostgres(params string[] command)
    {
        var all = Environment.UserName == "root" ? (string[])["runuser", "-u", "postgres", "--", .. command] : command;
        var start = new ProcessStartInfo(all[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/tmp",
        };
        foreach (var argument in all[1..])
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    // Debian keeps them out of the path.
    private static string Binaries() =>
        (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin")) : [])
        .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
        ?? throw new InvalidOperationException("This needs PostgreSQL's server: install Debian's package postgresql, or put initdb into the path.");
}
