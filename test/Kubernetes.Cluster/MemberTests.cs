using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using BackendPlugins.Kubernetes.Cluster.Tests.Cluster;
using BackendPlugins.Silo.Tests.Cluster;
using Phase = BackendPlugins.Flyte.V1.Core.TaskExecution.Types.Phase;

namespace BackendPlugins.Kubernetes.Cluster.Tests;

/// <summary>Three silos whose members are in the Kubernetes API, each a process, with the rights of the manifests.</summary>
public sealed class MemberTests(SharedPostgres postgres)
{
    private static readonly string[] Names = ["silo-0", "silo-1", "silo-2"];

    [Fact]
    public async Task A_killed_silo_is_declared_dead_and_its_jobs_go_on()
    {
        const int jobs = 60;
        await using var hosts = await KubernetesHosts.CreateAsync(postgres.Server);
        var silos = await hosts.StartSilosAsync(Names);
        await hosts.Api.ActiveAsync(Names);
        using var client = new FlyteClient(await hosts.StartGateway().ReadyAsync());
        var metas = await Task.WhenAll(Enumerable.Range(0, jobs).Select(
            index => client.CreateAsync(FlyteClient.Query("killed", index, $"SELECT {index} /* sim: duration={4 + (index % 5)}s */"))));
        await Until.TrueAsync(() => hosts.Service.ReadBooks().Jobs.Count == jobs, "all jobs at work");
        var before = (await hosts.Api.MembersAsync()).Version;

        await silos[0].Program.KillAsync();
        var start = TimeProvider.System.GetTimestamp();
        var ending = Task.WhenAll(metas.Select(meta => client.EndAsync(meta)));
        await hosts.Api.ActiveAsync(Names[1..], TimeSpan.FromSeconds(30));

        TestContext.Current.TestOutputHelper!.WriteLine($"declared dead after {TimeProvider.System.GetElapsedTime(start).TotalSeconds:F1} s");
        var (version, members) = await hosts.Api.MembersAsync();
        members["silo-0"].ShouldBe("Dead");
        version.ShouldBeGreaterThan(before);
        (await ending).ShouldAllBe(end => end == Phase.Succeeded);
        hosts.Service.ReadBooks().Jobs.ShouldAllBe(book => book.Inserts == 1);
    }

    [Fact]
    public async Task A_rolling_restart_of_all_silos_costs_no_call()
    {
        await using var hosts = await KubernetesHosts.CreateAsync(postgres.Server);
        var silos = await hosts.StartSilosAsync(Names);
        await using var load = new FlyteLoad(await hosts.StartGateway().ReadyAsync(), await hosts.StartGateway().ReadyAsync());
        await Until.TrueAsync(() => load.Ends.Count > 8, "jobs end");

        // As the Deployment does it: one more, and then one less.
        foreach (var (silo, index) in silos.Select((silo, index) => (silo, index)))
        {
            await hosts.StartSilo($"next-{index}").ReadyAsync();
            await silo.Program.SignalAsync("TERM");
            (await silo.Program.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(0, silo.Program.Text);
        }

        await hosts.Api.ActiveAsync(["next-0", "next-1", "next-2"]);
        var calls = load.Calls;
        await Until.TrueAsync(() => load.Calls > calls + 100, "the new silos answer");
        await load.StopAsync();

        TestContext.Current.TestOutputHelper!.WriteLine($"{load.Calls} calls, {load.Ends.Count} jobs, {load.Failures.Count} failed calls");
        load.Failures.ShouldBeEmpty();
        load.Ends.ShouldAllBe(end => end == Phase.Succeeded);
        var books = hosts.Service.ReadBooks().Jobs;
        books.Count.ShouldBe(load.Ends.Count);
        books.ShouldAllBe(book => book.Inserts == 1);
    }

    [Fact]
    public async Task Without_the_API_server_jobs_go_on_and_with_it_silos_and_gateways_come_and_signs_of_life_too()
    {
        // Longer than three signs of life and two looks at the table, so that each silo has begun to wait longer between its tries.
        var outage = TimeSpan.FromSeconds(35);
        await using var hosts = await KubernetesHosts.CreateAsync(postgres.Server);
        var silos = await hosts.StartSilosAsync(Names);
        await using var load = new FlyteLoad(await hosts.StartGateway().ReadyAsync());
        await Until.TrueAsync(() => load.Ends.Count > 8, "jobs end");

        await hosts.Api.KillAsync();
        var (start, calls, ends) = (TimeProvider.System.GetTimestamp(), load.Calls, load.Ends.Count);
        await Until.TrueAsync(
            async () =>
            {
                foreach (var silo in silos)
                {
                    (await silo.StatusAsync("/healthz/live")).ShouldBe(HttpStatusCode.OK, silo.Program.Text);
                    (await silo.StatusAsync("/healthz/ready")).ShouldBe(HttpStatusCode.OK, silo.Program.Text);
                }

                return TimeProvider.System.GetElapsedTime(start) > outage;
            },
            "the outage is over");
        TestContext.Current.TestOutputHelper!.WriteLine($"{load.Calls - calls} calls and {load.Ends.Count - ends} ends without the API server, {load.Failures.Count} failed calls");
        load.Ends.Count.ShouldBeGreaterThan(ends + 20);

        var late = hosts.StartSilo("silo-3");
        var lateGateway = hosts.StartGateway();
        await late.Program.WaitForLineAsync(line => line.Contains("is out of reach", StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        (await late.StatusAsync("/healthz/live")).ShouldBe(HttpStatusCode.OK);
        (await late.StatusAsync("/healthz/ready")).ShouldBe(HttpStatusCode.ServiceUnavailable);

        // Before it is back: a silo may say that it lives as soon as it is.
        var back = TimeProvider.System.GetUtcNow();
        await hosts.Api.StartAsync();
        await Task.WhenAll(late.ReadyAsync(), lateGateway.ReadyAsync());
        await hosts.Api.ActiveAsync([.. Names, "silo-3"]);

        // The late one's first comes an interval, 5 s, after it has joined; left to Orleans the others' might take a minute.
        await Until.TrueAsync(async () => (await hosts.Api.SignsAsync()).Count(sign => sign > back) == 4, "every silo says that it lives", TimeSpan.FromSeconds(20));
        silos.ShouldAllBe(silo => silo.Program.Text.Contains("was out of reach and is back", StringComparison.Ordinal));
        await load.StopAsync();

        load.Failures.ShouldBeEmpty(string.Join("\n\n", silos.Append(late).Append(lateGateway).Select(host => host.Program.Text)));
        load.Ends.ShouldAllBe(end => end == Phase.Succeeded);
        silos.ShouldAllBe(silo => !silo.Program.HasExited);
    }

    [Fact]
    public async Task A_silo_that_dies_while_the_API_server_is_away_is_declared_dead_when_it_is_back()
    {
        await using var hosts = await KubernetesHosts.CreateAsync(postgres.Server);
        var silos = await hosts.StartSilosAsync(Names);
        using var client = new FlyteClient(await hosts.StartGateway().ReadyAsync());
        var metas = await Task.WhenAll(Enumerable.Range(0, 30).Select(index => client.CreateAsync(FlyteClient.Query("away", index, $"SELECT {index} /* sim: duration=2s */"))));

        await hosts.Api.KillAsync();
        await silos[0].Program.KillAsync();
        await hosts.Api.StartAsync();

        await hosts.Api.ActiveAsync(Names[1..], TimeSpan.FromSeconds(60));
        (await hosts.Api.MembersAsync()).Silos["silo-0"].ShouldBe("Dead");
        (await Task.WhenAll(metas.Select(meta => client.EndAsync(meta)))).ShouldAllBe(end => end == Phase.Succeeded);
    }

    [Fact]
    public async Task Silos_with_IPv6_addresses_find_each_other_and_serve()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6 && NetworkInterface.GetAllNetworkInterfaces().SelectMany(one => one.GetIPProperties().UnicastAddresses).Any(one => IPAddress.IPv6Loopback.Equals(one.Address)), "Needs a loopback with ::1.");
        await using var hosts = await KubernetesHosts.CreateAsync(postgres.Server);
        await hosts.StartSilo("silo-0", "::1").ReadyAsync();
        await hosts.StartSilo("silo-1", "::1").ReadyAsync();
        await hosts.Api.ActiveAsync(Names[..2]);
        using var client = new FlyteClient(await hosts.StartGateway().ReadyAsync());

        var metas = await Task.WhenAll(Enumerable.Range(0, 20).Select(index => client.CreateAsync(FlyteClient.Query("six", index, $"SELECT {index} /* sim: duration=1s */"))));

        (await Task.WhenAll(metas.Select(meta => client.EndAsync(meta)))).ShouldAllBe(end => end == Phase.Succeeded);

        // A silo's first sign comes an interval of Clustering:AliveInterval after it has joined, maybe later than the jobs' ends.
        await Until.TrueAsync(async () => (await hosts.Api.SignsAsync()).Count == 2, "both silos say that they live", TimeSpan.FromSeconds(10));
    }
}
