using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using BackendPlugins.Storage.Writer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Messaging;

namespace BackendPlugins.Storage.Tests.Postgres;

/// <summary>Our membership script against Orleans' own provider, with real silos.</summary>
public sealed class OrleansMembershipTests(SharedPostgres postgres) : IAsyncLifetime
{
    private readonly List<IHost> _hosts = [];
    private PostgresDatabase _database = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresDatabase.CreateAsync(postgres.Server);
        RunningStore.Open(_database.Settings).Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(_hosts))
        {
            using var brief = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await host.StopAsync(brief.Token);
            host.Dispose();
        }
    }

    [Fact]
    public async Task Silos_join_leave_are_declared_dead_and_forgotten()
    {
        var first = await StartAsync();
        var second = await StartAsync();
        var port = FreePort();
        using var third = await StartProcessAsync(port);
        try
        {
            await UntilAsync(async () => await StatusesAsync(first) is [SiloStatus.Active, SiloStatus.Active, SiloStatus.Active]);
            (await GatewaysAsync()).ShouldBe(3);

            await second.StopAsync(Stop);
            await UntilAsync(async () => (await StatusesAsync(first)).Count(status => status == SiloStatus.Dead) == 1);
        }
        finally
        {
            // SIGKILL on Unix: nobody says goodbye.
            third.Kill();
        }

        await UntilAsync(async () => (await StatusesAsync(first)).Count(status => status == SiloStatus.Dead) == 2);
        (await _database.ScalarAsync($"SELECT status FROM orleans_membership WHERE port = {port} AND suspect_times <> ''")).ShouldBe((int)SiloStatus.Dead);
        (await GatewaysAsync()).ShouldBe(1);

        var table = first.Services.GetRequiredService<IMembershipTable>();
        await table.CleanupDefunctSiloEntriesAsync(DateTimeOffset.UnixEpoch, Stop);
        (await StatusesAsync(first)).Count.ShouldBe(3);
        await table.CleanupDefunctSiloEntriesAsync(TimeProvider.System.GetUtcNow().AddMinutes(1), Stop);
        (await StatusesAsync(first)).ShouldBe([SiloStatus.Active]);
    }

    [Fact]
    public async Task A_writer_with_an_old_version_changes_nothing()
    {
        var table = (await StartAsync()).Services.GetRequiredService<IMembershipTable>();
        var before = await table.ReadAllAsync(Stop);
        var (entry, etag) = before.Members.ShouldHaveSingleItem();
        var next = before.Version.Next();

        (await table.UpdateRowAsync(entry, etag, next, Stop)).ShouldBeTrue();
        (await table.UpdateRowAsync(entry, etag, next, Stop)).ShouldBeFalse();
        (await table.InsertRowAsync(Other(entry, 1), next, Stop)).ShouldBeFalse();
        var after = await table.ReadAllAsync(Stop);
        after.Version.Version.ShouldBe(before.Version.Version + 1);

        // Neither a member that is there nor one that is not moves the version in vain.
        (await table.InsertRowAsync(entry, after.Version.Next(), Stop)).ShouldBeFalse();
        (await table.UpdateRowAsync(Other(entry, 2), after.Members[0].Item2, after.Version.Next(), Stop)).ShouldBeFalse();
        (await table.ReadAllAsync(Stop)).Version.Version.ShouldBe(after.Version.Version);

        (await table.InsertRowAsync(Other(entry, 3), after.Version.Next(), Stop)).ShouldBeTrue();
        (await table.ReadRowAsync(Other(entry, 3).SiloAddress, Stop)).Members.ShouldHaveSingleItem().Item1.StartTime.ShouldBe(entry.StartTime, TimeSpan.FromMilliseconds(1));
        (await table.ReadRowAsync(Other(entry, 4).SiloAddress, Stop)).Members.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_many_writers_at_once_one_wins_each_version()
    {
        var table = (await StartAsync()).Services.GetRequiredService<IMembershipTable>();
        var data = await table.ReadAllAsync(Stop);
        var entry = data.Members[0].Item1;

        var won = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => table.InsertRowAsync(Other(entry, number + 1), data.Version.Next(), Stop)));

        won.Count(win => win).ShouldBe(1);
        (await table.ReadAllAsync(Stop)).Members.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_cluster_can_be_removed_with_all_its_members()
    {
        var table = (await StartAsync()).Services.GetRequiredService<IMembershipTable>();
        _database.Execute(
            """
            INSERT INTO orleans_membership_version (cluster) VALUES ('other');
            INSERT INTO orleans_membership SELECT 'other', address, port, generation, silo_name, host_name, status, proxy_port, suspect_times, start_time, alive_time
            FROM orleans_membership;
            """);

        await table.DeleteMembershipTableEntriesAsync("other", Stop);

        (await _database.ScalarAsync("SELECT (SELECT count(*) FROM orleans_membership) + (SELECT count(*) FROM orleans_membership_version)")).ShouldBe(2L);
    }

    private static MembershipEntry Other(MembershipEntry entry, int generation) => new()
    {
        SiloAddress = SiloAddress.New(entry.SiloAddress.Endpoint, generation),
        SiloName = "other",
        HostName = "other",
        Status = SiloStatus.Joining,
        ProxyPort = 1,
        StartTime = entry.StartTime,
        IAmAliveTime = entry.IAmAliveTime,
    };

    private static async Task<List<SiloStatus>> StatusesAsync(IHost host) =>
        [.. (await host.Services.GetRequiredService<IMembershipTable>().ReadAllAsync(Stop)).Members.Select(member => member.Item1.Status)];

    private async Task<int> GatewaysAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = MembershipSilo.Cluster);
            client.UseAdoNetClustering(options =>
            {
                options.Invariant = "Npgsql";
                options.ConnectionString = _database.ConnectionString;
            });
        });
        using var host = builder.Build();
        var gateways = host.Services.GetRequiredService<IGatewayListProvider>();
        await gateways.InitializeGatewayListProvider();
        return (await gateways.GetGateways()).Count;
    }

    private async Task<IHost> StartAsync()
    {
        var host = MembershipSilo.Build(_database.ConnectionString, FreePort(), FreePort());
        _hosts.Add(host);
        await host.StartAsync(Stop);
        return host;
    }

    private async Task<Process> StartProcessAsync(int port)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        string[] arguments = ["exec", Path.Combine(AppContext.BaseDirectory, "BackendPlugins.Storage.Writer.dll"), "silo", _database.ConnectionString, $"{port}", $"{FreePort()}"];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        (await process.StandardOutput.ReadLineAsync(Stop)).ShouldBe("started");
        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        deadline.CancelAfter(TimeSpan.FromSeconds(45));
        while (!await condition())
        {
            await Task.Delay(100, deadline.Token);
        }
    }
}
