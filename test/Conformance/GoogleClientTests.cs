namespace BackendPlugins.Conformance.Tests;

/// <summary>Google's own BigQuery client against the simulator, as the proof that it behaves like the service.</summary>
public sealed class GoogleClientTests(RunningSimulators simulators) : IClassFixture<RunningSimulators>
{
    public static TheoryData<string> Stories => StoryList.OfGoogleClient();

    [Theory]
    [MemberData(nameof(Stories))]
    public Task Googles_client(string story) => simulators.RunAsync(story);
}
