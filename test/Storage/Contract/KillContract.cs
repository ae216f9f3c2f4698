using System.Diagnostics;

namespace BackendPlugins.Storage.Tests.Contract;

public abstract class KillContract(Func<Task<IContractDatabase>> create) : JobStoreContract(create)
{
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task A_process_killed_while_it_writes_loses_no_acknowledged_write(int acknowledged)
    {
        var writes = await WriteUntilKilledAsync(acknowledged);

        var store = Open();
        // Two writes to a job.
        writes.Count.ShouldBeGreaterThanOrEqualTo(acknowledged / 2);
        foreach (var (key, message) in writes)
        {
            var state = await store.ReadAsync(key, Stop);
            state.RecordExists.ShouldBeTrue(key);
            // What was in flight when it died may be there as well.
            state.State!.Record!.Message.ShouldBeOneOf(message, "tracked");
        }

        Check();
    }


    // Returns the last acknowledged write of each job.
    private async Task<Dictionary<string, string>> WriteUntilKilledAsync(int lines)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "BackendPlugins.Storage.Writer.dll"));
        start.ArgumentList.Add(Settings.GetValueOrDefault("JobStore:Provider") ?? "sqlite");
        start.ArgumentList.Add(Settings["ConnectionStrings:Jobs"]!);
        using var process = Process.Start(start)!;
        var writes = new Dictionary<string, string>();
        try
        {
            var seen = 0;
            while (await process.StandardOutput.ReadLineAsync(Stop) is { } line)
            {
                // The last line may have been cut by the kill.
                if (line.Split(' ') is [var key, "created" or "tracked"])
                {
                    writes[key] = line.Split(' ')[1];
                }

                if (++seen == lines)
                {
                    // SIGKILL on Unix. Lines that are still in the pipe are read to its end.
                    process.Kill();
                }
            }
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        return writes;
    }
}
