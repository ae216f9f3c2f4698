using System.Net;
using BackendPlugins.Simulators.BigQuery.Faults;

namespace BackendPlugins.Simulators.BigQuery.Tests;

public sealed class FaultAnswerTests
{
    private const string Slow = "SELECT 1 /* sim: duration=1h */";

    [Fact]
    public async Task An_error_may_be_answered_although_all_is_done()
    {
        await using var scene = await Scene.StartAsync();
        scene.Simulator.AddFaults(new Fault { Method = "insert", Mode = FaultMode.StatusAfter, Times = 1 }, new Fault { Method = "cancel", Mode = FaultMode.StatusAfter, Status = 500 });

        (await scene.InsertAsync("j1", Slow)).Code.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await scene.InsertAsync("j1", Slow)).Code.ShouldBe(HttpStatusCode.Conflict);
        (await scene.CancelAsync("j1")).Code.ShouldBe(HttpStatusCode.InternalServerError);
        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        (await scene.GetJobAsync("j1")).JobError.ShouldBe("stopped");
    }

    [Theory]
    [InlineData(null, 502)]
    [InlineData(504, 504)]
    public async Task A_proxys_error_is_a_page_of_html_and_nothing_is_done(int? status, int code)
    {
        await using var scene = await Scene.StartAsync();
        scene.Simulator.AddFaults(new Fault { Method = "insert", Mode = FaultMode.Html, Status = status });

        var answer = await scene.InsertAsync("j1", Slow);

        ((int)answer.Code).ShouldBe(code);
        answer.Text.ShouldStartWith("<html>");
        (await scene.GetJobAsync("j1")).Code.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("query")]
    [InlineData("getQueryResults")]
    [InlineData("datasets")]
    [InlineData("tables")]
    [InlineData("tabledata")]
    [InlineData("projects")]
    public async Task Every_method_can_be_broken_and_counted_by_its_name(string method)
    {
        await using var scene = await Scene.StartAsync();
        scene.Simulator.AddFaults(new Fault { Method = method, Mode = FaultMode.Status });

        var answers = new Dictionary<string, Answer>
        {
            ["query"] = await scene.QueryAsync("SELECT 1 /* sim: pending=0s duration=0s */"),
            ["getQueryResults"] = await scene.GetAsync("projects/acme/queries/j1"),
            ["datasets"] = await scene.GetAsync("projects/acme/datasets"),
            ["tables"] = await scene.GetAsync("projects/acme/datasets/d/tables"),
            ["tabledata"] = await scene.GetAsync("projects/acme/datasets/d/tables/t/data"),
            ["projects"] = await scene.GetAsync("projects"),
        };

        answers.Where(answer => answer.Value.Code == HttpStatusCode.ServiceUnavailable).Select(answer => answer.Key).ShouldBe([method]);
        scene.Simulator.ReadBooks().Calls[method].ShouldBe(1);
    }
}
