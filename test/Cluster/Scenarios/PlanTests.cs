using BackendPlugins.Cluster.Runner;
using BackendPlugins.Cluster.Runner.Parties;
using BackendPlugins.Cluster.Runner.Scenarios;
using BackendPlugins.Simulators.BigQuery.Faults;

namespace BackendPlugins.Cluster.Tests.Scenarios;

public sealed class PlanTests
{
    private static ScenarioOptions Options { get; } = new() { Seed = 7, Mix = ScenarioMix.Everything, Jobs = 300, Disturbed = TimeSpan.FromMinutes(2) };

    public static TheoryData<string> Mixes => [.. Enum.GetNames<ScenarioMix>()];

    [Theory]
    [MemberData(nameof(Mixes))]
    public void One_seed_makes_one_plan(string mix)
    {
        var options = Options with { Mix = Enum.Parse<ScenarioMix>(mix) };
        Told(JobPlan.Draw(options)).ShouldBe(Told(JobPlan.Draw(options)));
        DisturbancePlan.Draw(options).ShouldBe(DisturbancePlan.Draw(options));
        DisturbancePlan.Draw(options).ShouldNotBeEmpty();
    }

    [Fact]
    public void Another_seed_makes_another_plan()
    {
        var other = Options with { Seed = 8 };
        Told(JobPlan.Draw(Options)).ShouldNotBe(Told(JobPlan.Draw(other)));
        DisturbancePlan.Draw(Options).ShouldNotBe(DisturbancePlan.Draw(other));
    }

    [Fact]
    public void Every_kind_of_disturbance_is_drawn_in_a_few_rounds() =>
        Enumerable.Range(1, 20).SelectMany(seed => DisturbancePlan.Draw(Options with { Seed = seed }))
            .Select(disturbance => disturbance.Kind).Append(DisturbanceKind.JumpClock).Distinct().Order().ShouldBe(Enum.GetValues<DisturbanceKind>());

    [Fact]
    public void The_fixed_seeds_show_what_matters_most()
    {
        ((DisturbanceKind[])[DisturbanceKind.KillSilo, DisturbanceKind.StopSilo, DisturbanceKind.PauseSilo, DisturbanceKind.KillGateway, DisturbanceKind.StopGateway])
            .ShouldBeSubsetOf(Kinds(ScenarioTests.KillsPlan));
        ((DisturbanceKind[])[DisturbanceKind.StopDatabase, DisturbanceKind.KillDatabase, DisturbanceKind.CutConnections, DisturbanceKind.KillSiloInOutage])
            .ShouldBeSubsetOf(Kinds(ScenarioTests.OutagesPlan));
        ((FaultMode[])[FaultMode.ResetBefore, FaultMode.ResetAfter, FaultMode.CommitLate, FaultMode.GetLag])
            .ShouldBeSubsetOf(DisturbancePlan.Draw(ScenarioTests.FaultsPlan).Where(it => it.Fault is { Method: "insert" }).Select(it => it.Fault!.Mode));

        static IEnumerable<DisturbanceKind> Kinds(ScenarioOptions options) => DisturbancePlan.Draw(options).Select(disturbance => disturbance.Kind);
    }

    [Fact]
    public void Every_kind_of_job_is_drawn_in_one_round()
    {
        var jobs = JobPlan.Draw(Options).SelectMany(node => node.Attempts).ToList();
        Func<AttemptScript, bool>[] kinds =
        [
            job => job.Fails == "invalidQuery", job => job.Fails == "backendError", job => job.Refused is not null, job => job.DeletedAfter > TimeSpan.Zero,
            job => job.DeletedAfter == TimeSpan.Zero, job => job.SupersededAfter is not null, job => job.Attempt == 1, job => job.RepeatsCreate,
            job => job.GivesUp, job => job.Forgets, job => job.DeletesEnded,
        ];
        kinds.ShouldAllBe(kind => jobs.Any(kind));
    }

    [Fact]
    public void A_job_that_runs_for_longer_than_a_round_is_stopped_by_somebody() =>
        JobPlan.Draw(Options).SelectMany(node => node.Attempts).Where(job => job.Runs > TimeSpan.FromMinutes(1))
            .ShouldAllBe(job => job.DeletedAfter != null || job.SupersededAfter != null);

    [Fact]
    public void Nothing_delays_an_insert_for_as_long_as_a_silo_waits_for_one_that_may_have_been_lost() =>
        Enumerable.Range(1, 50).SelectMany(seed => DisturbancePlan.Draw(Options with { Seed = seed }))
            .ShouldAllBe(disturbance => disturbance.Lasts + TimeSpan.FromSeconds(disturbance.Fault == null ? 0 : disturbance.Fault.Seconds ?? 0) < SiloSettings.SettleTime);

    [Theory]
    [MemberData(nameof(Mixes))]
    public void The_replay_command_repeats_the_scenario(string mix)
    {
        var options = Options with { Mix = Enum.Parse<ScenarioMix>(mix), Silos = 4, Gateways = 1 };
        var words = options.ReplayCommand.Split(' ');
        words[0].ShouldBe("test/Cluster/run");
        var read = RunnerArguments.Read(words[1..], () => 0);
        read.Rounds.ShouldBe(1);
        (read.First with { Quiet = options.Quiet }).ShouldBe(options);
    }

    [Theory]
    [InlineData("--seed")]
    [InlineData("--seed", "x")]
    [InlineData("--jobs", "0")]
    [InlineData("--mix", "fun")]
    [InlineData("--speed", "1")]
    public void An_argument_that_cannot_be_read_is_named(params string[] args) =>
        Should.Throw<FormatException>(() => RunnerArguments.Read(args, () => 1)).Message.ShouldStartWith(args[0]);

    private static IEnumerable<string> Told(IEnumerable<NodeScript> nodes) =>
        nodes.Select(node => $"{node.StartsAt} {node.Pace} {node.Seed} {string.Join(' ', node.Attempts)}");
}
