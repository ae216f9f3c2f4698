using BackendPlugins.Processes;
using BackendPlugins.Simulators.BigQuery;
using Google.Protobuf;
using Grpc.Core;
using Phase = BackendPlugins.Flyte.V1.Core.TaskExecution.Types.Phase;

namespace BackendPlugins.Standalone.Tests;

/// <summary>The process is killed with SIGKILL while it works; the service's books are then held against its answers.</summary>
public sealed class CrashTests
{
    private const int Jobs = 300;
    private const int Kills = 4;
    private const int Seed = 20_261_125;

    [Fact]
    public async Task Kill_at_any_moment_loses_no_job_and_submits_none_twice()
    {
        using var folder = new TemporaryFolder();
        await using var service = await BigQuerySimulator.StartAsync(new BigQuerySimulatorOptions(), TimeProvider.System);
        var life = new ServiceLife(folder.Data, service.Endpoint);
        await life.StartAsync();

        using var done = new CancellationTokenSource();
        var killing = life.KillRepeatedlyAsync(Kills, new Random(Seed), done.Token);
        var metas = new ByteString[Jobs];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Jobs),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (index, _) => metas[index] = await life.PersistAsync(client => client.CreateAsync(Task(index))));
        var ends = new Phase[Jobs];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Jobs),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (index, _) => ends[index] = (await life.PersistAsync(client => client.UntilAsync(metas[index], FlyteClient.IsEnd))).Phase);
        await killing;

        metas.Distinct().Count().ShouldBe(Jobs);
        ends.Index().Where(end => end.Item != EndOf(end.Index)).ShouldBeEmpty();
        var books = service.ReadBooks().Jobs;
        books.Count.ShouldBe(Jobs);
        books.ShouldAllBe(book => book.Inserts == 1 && book.State == "DONE");
        life.Kills.ShouldBe(Kills);
        await life.DisposeAsync();
    }

    [Fact]
    public async Task Jobs_are_watched_again_after_a_kill_without_anyone_asking()
    {
        using var folder = new TemporaryFolder();
        await using var service = await BigQuerySimulator.StartAsync(new BigQuerySimulatorOptions(), TimeProvider.System);
        var life = new ServiceLife(folder.Data, service.Endpoint);
        await life.StartAsync();
        await life.PersistAsync(client => client.CreateAsync(FlyteClient.Query("unasked", 0, "SELECT 1 /* sim: duration=10m */")));
        await UntilAsync(() => service.ReadBooks().Jobs is [{ Gets: > 0 }]);

        await life.Current.Program.KillAsync();
        var before = service.ReadBooks().Jobs[0].Gets;
        await life.StartAsync();
        await UntilAsync(() => service.ReadBooks().Jobs[0].Gets > before);
        await life.DisposeAsync();
    }

    [Fact]
    public async Task A_promised_cancel_is_kept_across_a_kill()
    {
        using var folder = new TemporaryFolder();
        await using var service = await BigQuerySimulator.StartAsync(new BigQuerySimulatorOptions(), TimeProvider.System);
        service.AddFaults(new Simulators.BigQuery.Faults.Fault { Method = "cancel", Mode = Simulators.BigQuery.Faults.FaultMode.Status, Status = 503 });
        var life = new ServiceLife(folder.Data, service.Endpoint);
        await life.StartAsync();
        var meta = await life.PersistAsync(client => client.CreateAsync(FlyteClient.Query("promise", 0, "SELECT 1 /* sim: duration=10m */")));
        await life.PersistAsync(client => client.UntilAsync(meta, resource => resource.Phase == Phase.Running));
        await life.PersistAsync(async client =>
        {
            await client.DeleteAsync(meta);
            return true;
        });

        await life.Current.Program.KillAsync();
        service.ClearFaults();
        await life.StartAsync();
        await UntilAsync(() => service.ReadBooks().Jobs[0].ErrorReason == "stopped");
        var end = await life.PersistAsync(client => client.UntilAsync(meta, FlyteClient.IsEnd));
        end.Phase.ShouldBe(Phase.Aborted);
        await life.DisposeAsync();
    }

    private static TaskRequest Task(int index) => FlyteClient.Query(
        "crash", index, $"SELECT {index} /* sim: duration={200 + (index % 7 * 500)}ms{(EndOf(index) == Phase.Failed ? " fail=invalidQuery" : "")} */");

    private static Phase EndOf(int index) => index % 10 == 3 ? Phase.Failed : Phase.Succeeded;

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await System.Threading.Tasks.Task.Delay(50, limit.Token);
        }
    }

    /// <summary>A service that is killed and started again on the same folder, and calls that survive that.</summary>
    private sealed class ServiceLife(string data, Uri bigQuery) : IAsyncDisposable
    {
        private volatile StandaloneInstance? _current;

        public int Kills { get; private set; }

        public StandaloneInstance Current => _current!;

        public async Task StartAsync()
        {
            var old = _current;
            _current = await StandaloneInstance.StartAsync(
                data, "--bigquery-endpoint", bigQuery.AbsoluteUri, "--Plugins:BigQuery:Credentials", "anonymous", "--Polling:Minimum", "00:00:00.2");
            if (old is not null)
            {
                await old.DisposeAsync();
            }
        }

        public async Task KillRepeatedlyAsync(int times, Random random, CancellationToken cancellationToken)
        {
            for (; Kills < times; Kills++)
            {
                await System.Threading.Tasks.Task.Delay(random.Next(300, 1_500), cancellationToken);
                await Current.Program.KillAsync();
                await StartAsync();
            }
        }

        public async Task<T> PersistAsync<T>(Func<FlyteClient, Task<T>> call)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            while (true)
            {
                using var client = new FlyteClient(Current);
                try
                {
                    return await call(client);
                }
                catch (RpcException exception) when (exception.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled)
                {
                    await System.Threading.Tasks.Task.Delay(100, limit.Token);
                }
            }
        }

        public async ValueTask DisposeAsync() => await Current.DisposeAsync();
    }
}
