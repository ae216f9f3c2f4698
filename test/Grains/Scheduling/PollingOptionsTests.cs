using System.ComponentModel.DataAnnotations;
using BackendPlugins.Grains.Scheduling;

namespace BackendPlugins.Grains.Tests;

public sealed class PollingOptionsTests
{
    public static TheoryData<string> Spans => [.. typeof(PollingOptions).GetProperties().Where(p => p.PropertyType == typeof(TimeSpan)).Select(p => p.Name)];

    [Fact]
    public void The_defaults_are_valid() => Problems(new PollingOptions()).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Spans))]
    public void A_span_of_nothing_or_of_more_than_a_day_is_refused_by_name(string name)
    {
        foreach (var span in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromSeconds(-1), TimeSpan.FromDays(2)])
        {
            var options = new PollingOptions();
            typeof(PollingOptions).GetProperty(name)!.SetValue(options, span);

            Problems(options).ShouldHaveSingleItem().ShouldContain($"Polling:{name} ");
        }
    }

    [Fact]
    public void A_plugin_without_a_pause_between_two_looks_is_refused_by_name()
    {
        var options = new PollingOptions();
        options.Plugins["BigQuery"] = new PollBounds { Minimum = TimeSpan.Zero };

        Problems(options).ShouldHaveSingleItem().ShouldContain("Polling:Plugins:BigQuery:Minimum ");
    }

    [Fact]
    public void A_maximum_below_its_minimum_is_refused()
    {
        Problems(new PollingOptions { Minimum = TimeSpan.FromSeconds(40) }).ShouldHaveSingleItem().ShouldContain("shorter than their minimum");
        Problems(new PollingOptions { RetryMinimum = TimeSpan.FromSeconds(40) }).ShouldHaveSingleItem().ShouldContain("shorter than their minimum");
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.1)]
    public void A_share_that_is_none_is_refused(double share) => Problems(new PollingOptions { ShareOfAge = share }).ShouldNotBeEmpty();

    private static List<string> Problems(PollingOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(result => result.ErrorMessage!)];
    }
}
