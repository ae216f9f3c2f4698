namespace BackendPlugins.Conformance.Tests;

/// <summary>Clients in other languages with Flyte's own published classes; a story is a function in the client's file.</summary>
public sealed class ThirdPartyClientTests(RunningService service) : IClassFixture<RunningService>
{
    public static TheoryData<string> PythonStories => StoryList.OfPython();

    public static TheoryData<string> NodeStories => StoryList.OfNode();

    [Theory]
    [MemberData(nameof(PythonStories))]
    public Task Python_with_Flytes_v1_messages(string story) => service.RunPythonAsync(story);

    [Theory]
    [MemberData(nameof(NodeStories))]
    public Task Node_with_Flytes_v2_classes(string story) => service.RunNodeAsync(story);
}
