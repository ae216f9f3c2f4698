using System.Net;
using System.Text.RegularExpressions;
using BackendPlugins.Silo.Tests.Cluster;
using Google.Protobuf;
using Phase = BackendPlugins.Flyte.V1.Core.TaskExecution.Types.Phase;

namespace BackendPlugins.Silo.Tests;

/// <summary>Two silos and two gateways on one PostgreSQL, each a process, of which some go.</summary>
public sealed partial class LossTests(SharedPostgres postgres)
{
    private const int Jobs = 60;

    [Fact]
    public async Task Jobs_go_on_when_a_silo_is_killed_and_their_ends_need_no_silo()
    {
        await using var hosts = await Hosts.CreateAsync(postgres.Server);
        var (first, second) = (hosts.StartSilo(), hosts.StartSilo());
        var (left, right) = (hosts.StartGateway(), hosts.StartGateway());
        await Task.WhenAll(first.ReadyAsync(), second.ReadyAsync(), left.ReadyAsync(), right.ReadyAsync());
        using var creating = new FlyteClient(left);
        using var asking = new FlyteClient(right);
        var metas = await Task.WhenAll(Enumerable.Range(0, Jobs).Select(index => creating.CreateAsync(Request(index))));

        await first.Program.KillAsync();
        var ends = await Task.WhenAll(metas.Select(meta => asking.EndAsync(meta)));

        ends.ShouldAllBe(end => end == Phase.Succeeded);
        await Until.TrueAsync(async () => Lost().IsMatch(await second.TextAsync("/metrics")), "the silo that is left has counted the loss");
        var books = hosts.Service.ReadBooks().Jobs;
        books.Count.ShouldBe(Jobs);
        books.ShouldAllBe(book => book.Inserts == 1);

        await second.Program.KillAsync();
        (await asking.GetAsync(metas[0])).Phase.ShouldBe(Phase.Succeeded);
        await asking.DeleteAsync(metas[0]);
        await Until.TrueAsync(async () => await right.StatusAsync("/healthz/ready") == HttpStatusCode.ServiceUnavailable, "not ready without a silo");
    }

    [Fact]
    public async Task A_silo_that_is_told_to_stop_costs_no_call()
    {
        await using var hosts = await Hosts.CreateAsync(postgres.Server);
        var (first, second) = (hosts.StartSilo(), hosts.StartSilo());
        var gateway = hosts.StartGateway();
        await Task.WhenAll(first.ReadyAsync(), second.ReadyAsync(), gateway.ReadyAsync());
        using var client = new FlyteClient(gateway);
        var creating = Task.WhenAll(Enumerable.Range(0, 4).Select(async lane =>
        {
            var metas = new List<ByteString>();
            for (var index = 0; index < 40; index++)
            {
                metas.Add(await client.CreateAsync(Request((lane * 40) + index)));
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }

            return await Task.WhenAll(metas.Select(meta => client.EndAsync(meta)));
        }));

        await Until.TrueAsync(() => hosts.Service.ReadBooks().Jobs.Count > 20, "jobs at work");
        await first.Program.SignalAsync("TERM");

        (await first.Program.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(0, first.Program.Text);
        Lost().IsMatch(await second.TextAsync("/metrics")).ShouldBeFalse("a silo that says that it goes is not lost");
        (await creating).ShouldAllBe(ends => ends.All(end => end == Phase.Succeeded));
        hosts.Service.ReadBooks().Jobs.ShouldAllBe(book => book.Inserts == 1);
    }

    [Fact]
    public async Task After_the_loss_of_all_silos_new_ones_elsewhere_carry_the_jobs_on()
    {
        await using var hosts = await Hosts.CreateAsync(postgres.Server);
        var (first, second) = (hosts.StartSilo(), hosts.StartSilo());
        var gateway = hosts.StartGateway();
        await Task.WhenAll(first.ReadyAsync(), second.ReadyAsync(), gateway.ReadyAsync());
        using var client = new FlyteClient(gateway);
        var metas = await Task.WhenAll(Enumerable.Range(0, 20).Select(index => client.CreateAsync(Request(index))));

        await Task.WhenAll(first.Program.KillAsync(), second.Program.KillAsync());
        await Task.WhenAll(hosts.StartSilo().ReadyAsync(), hosts.StartSilo().ReadyAsync());
        await gateway.ReadyAsync();

        var ends = await Task.WhenAll(metas.Select(meta => client.EndAsync(meta)));
        ends.ShouldAllBe(end => end == Phase.Succeeded);
        hosts.Service.ReadBooks().Jobs.ShouldAllBe(book => book.Inserts == 1);
    }

    [GeneratedRegex(@"^backend_plugin_silos_lost_total(\{[^}]*\})? [1-9]", RegexOptions.Multiline)]
    private static partial Regex Lost();

    private static TaskRequest Request(int index) => FlyteClient.Query("loss", index, $"SELECT {index} /* sim: duration={2 + (index % 5)}s */");
}
