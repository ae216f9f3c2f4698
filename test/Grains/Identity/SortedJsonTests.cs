using System.Text;
using System.Text.Json;
using BackendPlugins.Grains.Identity;

namespace BackendPlugins.Grains.Tests;

public sealed class SortedJsonTests
{
    [Theory]
    [InlineData("""{}""", """{}""")]
    [InlineData("""[]""", """[]""")]
    [InlineData("""[{},[],"",0,null,true]""", """[{},[],"",0,null,true]""")]
    [InlineData("""{"b":1,"a":{"d":[{"y":1,"x":2}],"c":3}}""", """{"a":{"c":3,"d":[{"x":2,"y":1}]},"b":1}""")]
    [InlineData("""{"ab":1,"a":2,"B":3,"":4}""", """{"":4,"B":3,"a":2,"ab":1}""")]
    public void Names_stand_in_order_at_every_depth_and_items_as_they_were(string text, string sorted) => Sort(text).ShouldBe(sorted);

    [Fact]
    public void Of_two_with_one_name_the_first_stays_the_first() =>
        Sort("""{"b":0,"a":1,"a":2,"a":3}""").ShouldBe("""{"a":1,"a":2,"a":3,"b":0}""");

    [Fact]
    public void Numbers_and_texts_are_copied_as_they_stand() =>
        Sort("""{"z":1.00e+2,"y":"\u0000\"\\ü😀","x":-0.0}""").ShouldBe("""{"x":-0.0,"y":"\u0000\"\\ü😀","z":1.00e+2}""");

    // A name that is written with an escape, and those where UTF-8 and UTF-16 have another order.
    [Fact]
    public void Names_are_compared_by_what_they_say_and_not_by_how_they_are_written()
    {
        string[] names = ["\"", "\\", "\n", "A", "z", "é", "\uE000", "\uFFFD", "😀", "~", "!"];
        var text = JsonSerializer.Serialize(names.ToDictionary(name => name, _ => 0), PluginJson.Options);

        JsonElement.Parse(Sort(text)).EnumerateObject().Select(property => property.Name)
            .ShouldBe(names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Many_names_are_sorted_too()
    {
        var names = Enumerable.Range(0, 5000).Select(i => $"n{i * 7919 % 5000}").ToList();

        JsonElement.Parse(Sort(JsonSerializer.Serialize(names.ToDictionary(name => name, _ => 0)))).EnumerateObject().Select(property => property.Name)
            .ShouldBe(names.Order(StringComparer.Ordinal));
    }

    private static string Sort(string text)
    {
        using var document = JsonDocument.Parse(text);
        var target = new byte[Encoding.UTF8.GetByteCount(text)];
        return Encoding.UTF8.GetString(target.AsSpan(0, new SortedJson(target).Write(document.RootElement)));
    }
}
