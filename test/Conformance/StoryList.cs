using System.Text.RegularExpressions;

namespace BackendPlugins.Conformance.Tests;

/// <summary>The stories that a client's file holds, so that none is forgotten here.</summary>
internal static partial class StoryList
{
    public static TheoryData<string> OfPython() => [.. Names(PythonStory(), "python/v1_client.py")];

    public static TheoryData<string> OfMinimalService() => [.. Names(MinimalServiceStory(), "python/minimal_client.py")];

    public static TheoryData<string> OfNode() => [.. Names(NodeStory(), "node/client.ts")];

    public static TheoryData<string> OfGoogleClient() =>
        [.. Directory.EnumerateFiles(Path.Combine(RunningService.Folder(), "bigquery-client", "stories"), "*.mjs").Order(StringComparer.Ordinal).SelectMany(file => Names(GoogleClientStory(), file))];

    private static IEnumerable<string> Names(Regex story, string file) =>
        story.Matches(File.ReadAllText(Path.Combine(RunningService.Folder(), file))).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"^def (\w+)\(agent, service\):", RegexOptions.Multiline)]
    private static partial Regex MinimalServiceStory();

    [GeneratedRegex(@"^def (\w+)\(agent, simulator\):", RegexOptions.Multiline)]
    private static partial Regex PythonStory();

    [GeneratedRegex(@"^  async (\w+)\(connector\) \{", RegexOptions.Multiline)]
    private static partial Regex NodeStory();

    [GeneratedRegex(@"^  async (\w+)\(simulator\) \{", RegexOptions.Multiline)]
    private static partial Regex GoogleClientStory();
}
