using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Contracts.Tests;

public sealed class JobKeyTests
{
    private const string Hash = "abcdefghijklmnopqrstuvwxyz";

    [Theory]
    [InlineData("bigquery_query_job_task")]
    [InlineData("a")]
    [InlineData("odd/category with spaces/ü")]
    public void A_key_is_read_back_as_it_was_written(string category)
    {
        var key = new JobKey(category, Hash);

        JobKey.TryParse(key.Value, out var read).ShouldBeTrue();

        read.ShouldBe(key);
        key.ToString().ShouldBe($"{category}/{Hash}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData(Hash)]
    [InlineData("/" + Hash)]
    [InlineData("task/" + Hash + "x")]
    [InlineData("task/abc")]
    [InlineData("task/ABCDEFGHIJKLMNOPQRSTUVWXYZ")]
    [InlineData("task/" + Hash + "/")]
    public void What_is_no_key_is_not_read(string? text)
    {
        JobKey.TryParse(text, out var key).ShouldBeFalse();
        key.ShouldBeNull();
    }
}
