using System.Text.Json;
using System.Text.Json.Nodes;

namespace BackendPlugins.Storage.Tests;

/// <summary>
/// Documents in <c>golden/</c> were written by released versions. They are never changed: a new form gets a new file.
/// </summary>
public sealed class JobDocumentTests
{
    public static TheoryData<string> Golden => [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "golden"), "*.json").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Golden))]
    public void A_document_of_an_earlier_version_still_reads_whole(string file)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", file));

        var record = JobDocument.Read(text);

        // Written again, nothing that was there is missing or different; a newer version may add to it.
        var before = JsonNode.Parse(text)!;
        var after = JsonNode.Parse(JobDocument.Write(record))!;
        Missing(before, after, "$").ShouldBeEmpty();
    }

    [Fact]
    public void Todays_rich_document_is_the_golden_one()
    {
        var golden = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "schema-1-rich-with-shed.json"));

        JsonNode.DeepEquals(JsonNode.Parse(JobDocument.Write(Samples.Rich("rich"))), JsonNode.Parse(golden)).ShouldBeTrue(
            "The stored form has changed. If it was meant to: keep the golden file, add one for the new form, and raise the schema where an older reader would misread it.");
    }

    [Fact]
    public void Keys_that_a_database_has_sorted_still_read()
    {
        var sorted = Sort(JsonNode.Parse(JobDocument.Write(Samples.Rich("rich")))!).ToJsonString();

        sorted.ShouldStartWith("{\"schema\":1,\"record\":{\"task\":{\"template\":{\"timeout\"");
        JsonNode.DeepEquals(JsonNode.Parse(JobDocument.Write(JobDocument.Read(sorted))), JsonNode.Parse(JobDocument.Write(Samples.Rich("rich")))).ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"schema":2,"record":null}""", "schema 2")]
    [InlineData("""{"record":{}}""", "")]
    [InlineData("""{"schema":1}""", "no record")]
    [InlineData("null", "not a document")]
    [InlineData("", "")]
    public void What_is_no_document_of_ours_is_refused(string text, string message) =>
        Should.Throw<JsonException>(() => JobDocument.Read(text)).Message.ShouldContain(message);

    private static IEnumerable<string> Missing(JsonNode? before, JsonNode? after, string path) => (before, after) switch
    {
        (JsonObject was, JsonObject now) => was.SelectMany(member => Missing(member.Value, now[member.Key], $"{path}.{member.Key}")),
        (JsonArray was, JsonArray now) when was.Count == now.Count => was.Zip(now).SelectMany((pair, index) => Missing(pair.First, pair.Second, $"{path}[{index}]")),
        _ => JsonNode.DeepEquals(before, after) ? [] : [$"{path}: {before?.ToJsonString()} became {after?.ToJsonString()}"],
    };

    private static JsonNode Sort(JsonNode node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderByDescending(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, member.Value is { } value ? Sort(value) : null))),
        JsonArray items => new JsonArray([.. items.Select(item => item is null ? null : Sort(item))]),
        _ => node.DeepClone(),
    };
}
