using System.Text;
using BackendPlugins.Grains.Rest;

namespace BackendPlugins.Grains.Tests;

public sealed class ByteSampleTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("", "abc")]
    [InlineData("abc", "")]
    [InlineData("abcd", "abcd")]
    [InlineData("the same and the same", "the same and the same and more")]
    [InlineData("one two three four", "two four one three two four")]
    [InlineData("xyz", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("ends with tail", "tailtailtailtailtail")]
    public void Bytes_come_back_as_they_were(string sample, string text) =>
        Encoding.UTF8.GetString(Back(Encoding.UTF8.GetBytes(sample), Encoding.UTF8.GetBytes(text))).ShouldBe(text);

    [Fact]
    public void Any_bytes_come_back_as_they_were()
    {
        var random = new Random(6);
        for (var round = 0; round < 2000; round++)
        {
            // Few letters, so that everything repeats somewhere.
            var sample = Letters(random, random.Next(300));
            var text = Letters(random, random.Next(600));
            for (var copy = 0; copy < 3 && sample.Length > 0; copy++)
            {
                var from = random.Next(sample.Length);
                text = [.. text, .. sample[from..random.Next(from, sample.Length)]];
            }

            Back(sample, text).ShouldBe(text);
        }
    }

    [Fact]
    public void What_is_like_the_sample_is_told_in_a_few_bytes()
    {
        var sample = Encoding.UTF8.GetBytes("""{"id":"n1","link":"https://console/n1/4f21","at":"2026-01-01T12:00:00Z","state":"RUNNING","note":"all is well"}""");
        var text = Encoding.UTF8.GetBytes("""{"id":"n782","link":"https://console/n782/93ab","at":"2026-01-01T12:00:07Z","state":"RUNNING","note":"all is well"}""");
        new ByteSample(sample).Pack(text).Length.ShouldBeLessThan(35);
    }

    private static byte[] Back(byte[] sample, byte[] text)
    {
        var bytes = new ByteSample(sample);
        return bytes.Unpack(bytes.Pack(text));
    }

    private static byte[] Letters(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (byte)('a' + random.Next(3)))];
}
