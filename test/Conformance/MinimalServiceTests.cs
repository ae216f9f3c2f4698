namespace BackendPlugins.Conformance.Tests;

/// <summary>Cases of Flyte's own implementations before a stub of BigQuery: what theirs can do, ours must.</summary>
public sealed class MinimalServiceTests(RunningMinimalService service) : IClassFixture<RunningMinimalService>
{
    public static TheoryData<string> Stories => StoryList.OfMinimalService();

    [Theory]
    [MemberData(nameof(Stories))]
    public Task Python_with_Flytes_v1_messages(string story) => service.RunAsync(story);
}
