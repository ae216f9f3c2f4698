using System.Text;
using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Contracts.Tests;

public sealed class ResourceMetaTests
{
    private static readonly JobKey Key = new("test_task", "abcdefghijklmnopqrstuvwxyz");

    [Fact]
    public void A_meta_is_small_readable_and_stays_what_it_is() =>
        Encoding.UTF8.GetString(ResourceMeta.Write(Key)).ShouldBe("""{"v":1,"job":"test_task/abcdefghijklmnopqrstuvwxyz"}""");

    [Fact]
    public void A_meta_is_read_back_as_the_job_it_was_written_for()
    {
        ResourceMeta.Read(ResourceMeta.Write(Key), out var problem).ShouldBe(Key);
        problem.ShouldBeEmpty();
    }

    [Fact]
    public void Fields_of_a_later_release_pass()
    {
        var meta = Encoding.UTF8.GetBytes("""{"pool":"eu","job":"test_task/abcdefghijklmnopqrstuvwxyz","v":1}""");

        ResourceMeta.Read(meta, out _).ShouldBe(Key);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("garbage", "is not a resource meta")]
    [InlineData("\u0080\u0003}q", "is not a resource meta")]
    [InlineData("[]", "is not a resource meta")]
    [InlineData("{\"v\":1,", "is not a resource meta")]
    [InlineData("{\"v\":\"one\",\"job\":\"x\"}", "is not a resource meta")]
    [InlineData("null", "names no job")]
    [InlineData("{}", "names no job")]
    [InlineData("{\"v\":1}", "names no job")]
    [InlineData("{\"v\":1,\"job\":null}", "names no job")]
    [InlineData("{\"v\":1,\"job\":\"test_task/short\"}", "names no job")]
    [InlineData("{\"v\":0,\"job\":\"test_task/abcdefghijklmnopqrstuvwxyz\"}", "names no job")]
    [InlineData("{\"job_id\":\"j\",\"project\":\"p\",\"location\":\"EU\"}", "names no job")]
    [InlineData("{\"v\":2,\"job\":\"anything\"}", "has version 2, newer than this gateway's 1")]
    public void What_is_no_meta_of_ours_is_refused_with_what_to_do(string meta, string expected)
    {
        ResourceMeta.Read(Encoding.UTF8.GetBytes(meta), out var problem).ShouldBeNull();

        problem.ShouldStartWith(expected);
        problem.ShouldContain(meta.Contains("\"v\":2", StringComparison.Ordinal) ? "upgrade the gateway" : "send the bytes that CreateTask answered");
    }

    [Fact]
    public void The_short_way_reads_what_was_written() =>
        ResourceMeta.ReadWritten(ResourceMeta.Write(Key)).ShouldBe(Key.Value);

    [Theory]
    [InlineData("")]
    [InlineData("{\"v\":1,\"job\":\"\"}")]
    [InlineData("{\"v\":1,\"job\":\"/abcdefghijklmnopqrstuvwxyz\"}")]
    [InlineData("{\"v\":1,\"job\":\"test_task-abcdefghijklmnopqrstuvwxyz\"}")]
    [InlineData("{\"v\":1,\"job\":\"test\\u005ftask/abcdefghijklmnopqrstuvwxyz\"}")]
    [InlineData("{\"v\":1,\"job\":\"a\",\"job\":\"test_task/abcdefghijklmnopqrstuvwxyz\"}")]
    [InlineData("{\"v\":2,\"job\":\"test_task/abcdefghijklmnopqrstuvwxyz\"}")]
    [InlineData("{\"v\":1, \"job\":\"test_task/abcdefghijklmnopqrstuvwxyz\"}")]
    [InlineData("{\"v\":1,\"job\":\"test_task/abcdefghijklmnopqrstuvwxyz\"} ")]
    public void The_short_way_leaves_every_other_form_alone(string meta) =>
        ResourceMeta.ReadWritten(Encoding.UTF8.GetBytes(meta)).ShouldBeNull();
}
