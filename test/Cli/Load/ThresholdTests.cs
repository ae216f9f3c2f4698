using BackendPlugins.Cli.Arguments;
using BackendPlugins.Cli.Load.Reporting;

namespace BackendPlugins.Cli.Tests.Load;

public sealed class ThresholdTests
{
    private static readonly Figure[] Measured =
    [
        new("get.p99", FigureUnit.Seconds, 0.060), new("create.errors", FigureUnit.Count, 0), new("get.rate", FigureUnit.PerSecond, 900),
        new("detection.p50", FigureUnit.Seconds, null),
    ];

    [Theory]
    [InlineData("get.p99>50ms", "get.p99>50ms: get.p99 is 60 ms")]
    [InlineData("get.p99 > 61ms", null)]
    [InlineData("create.errors>0", null)]
    [InlineData("create.errors>=0", "create.errors>=0: create.errors is 0")]
    [InlineData("get.rate<1000/s", "get.rate<1000/s: get.rate is 900/s")]
    [InlineData("get.rate<900", null)]
    [InlineData("detection.p50>1h", "detection.p50>1h: the run did not yield detection.p50")]
    public void A_condition_fails_a_run_that_meets_it(string text, string? failure) =>
        Threshold.Parse(text).Check(Measured).ShouldBe(failure);

    [Theory]
    [InlineData("get.p99")]
    [InlineData("get.p98>50ms")]
    [InlineData("get.p99>50")]
    [InlineData("create.errors>50ms")]
    [InlineData("get.p99=50ms")]
    public void A_condition_that_says_nothing_is_refused(string text) =>
        Should.Throw<BadInputException>(() => Threshold.Parse(text)).Message.ShouldContain("--fail-if");
}
