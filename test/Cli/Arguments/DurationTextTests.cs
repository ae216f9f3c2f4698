using BackendPlugins.Cli.Arguments;

namespace BackendPlugins.Cli.Tests.Arguments;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("500ms", "00:00:00.5000000")]
    [InlineData("0.1s", "00:00:00.1000000")]
    [InlineData("1m30s", "00:01:30")]
    [InlineData("2h", "02:00:00")]
    [InlineData("1d", "1.00:00:00")]
    [InlineData("-90s", "-00:01:30")]
    [InlineData("PT1H", "01:00:00")]
    [InlineData("P1D", "1.00:00:00")]
    public void Durations_are_read(string text, string duration)
    {
        DurationText.TryParse(text, out var read).ShouldBeTrue();
        read.ToString().ShouldBe(duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("s")]
    [InlineData("1x")]
    [InlineData("1s x")]
    [InlineData("Paris")]
    [InlineData("P")]
    [InlineData("99999999999d")]
    [InlineData("10675199d10675199d")]
    public void What_is_no_duration_is_not_read(string text) => DurationText.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("-5s", "0s")]
    [InlineData("45s", "45s")]
    [InlineData("200s", "3m 20s")]
    [InlineData("125m", "2h 5m")]
    [InlineData("76h", "3d 4h")]
    public void Durations_are_told_in_two_units(string text, string told)
    {
        DurationText.TryParse(text, out var duration).ShouldBeTrue();
        DurationText.Of(duration).ShouldBe(told);
    }
}
