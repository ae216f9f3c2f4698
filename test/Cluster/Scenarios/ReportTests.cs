using BackendPlugins.Cluster.Runner.Checking;
using BackendPlugins.Cluster.Runner.Reporting;
using BackendPlugins.Cluster.Runner.Scenarios;
using static BackendPlugins.Cluster.Tests.Checking.Forged;

namespace BackendPlugins.Cluster.Tests.Scenarios;

public sealed class ReportTests
{
    private static readonly ScenarioOptions Options = new() { Seed = 7, Mix = ScenarioMix.Kills };

    [Fact]
    public void A_violation_comes_with_the_story_of_its_job_and_with_a_way_to_repeat_it()
    {
        var evidence = (Success with { Stored = [Row("FAILED", "invalidQuery")], Disturbed = [Down(3, 4), Down(500, 501)] }).ToEvidence();
        var report = ScenarioReport.Of(Options, evidence, Checker.Check(evidence), TimeSpan.FromSeconds(9), "/tmp/logs").Report;

        report.ShouldContain("VIOLATION an end is the service's own: x/n/0");
        report.ShouldContain(Options.ReplayCommand);
        report.ShouldContain("/tmp/logs");
        string[] story =
        [
            "12:00:00.000 history", "12:00:00.100 client   x/n/0 sent 12:00:00.000: Create", "12:00:01.000 service  flyte_x_n_0 made",
            "12:00:03.000 nemesis  KillSilo 0", "12:00:04.000 nemesis  healed", "12:00:06.000 service  flyte_x_n_0 DONE",
            "12:00:08.100 client   x/n/0 sent 12:00:08.000: Get at gateway-0: Succeeded (2 times",
        ];
        var places = story.Select(line => report.IndexOf(line, StringComparison.Ordinal)).ToList();
        places.ShouldAllBe(place => place > 0);
        places.ShouldBeInOrder();
        report.ShouldNotContain("12:08:20");
    }

    [Fact]
    public void Where_nothing_is_wrong_the_report_is_the_summary()
    {
        var evidence = Success.ToEvidence();
        var result = ScenarioReport.Of(Options, evidence, Checker.Check(evidence), TimeSpan.FromSeconds(9), "/tmp/logs");
        result.Violations.ShouldBeEmpty();
        result.Report.Trim().ShouldBe(result.Summary);
        result.Summary.ShouldContain("1 Create; 3 Get; 0 Delete");
    }

    [Fact]
    public void A_silence_lasts_from_the_first_failed_Get_to_the_next_good_one()
    {
        var failed = Failure(Got(2, Flyte.V1.Core.TaskExecution.Types.Phase.Running), Grpc.Core.StatusCode.Unavailable);
        var silences = Silences.Of([failed, failed with { SentAt = At(3), AnsweredAt = At(4) }, Got(7, Flyte.V1.Core.TaskExecution.Types.Phase.Running)]);
        silences.Spans.ShouldBe([(TimeSpan.FromSeconds(5.1), "x/n/0")]);
    }
}
