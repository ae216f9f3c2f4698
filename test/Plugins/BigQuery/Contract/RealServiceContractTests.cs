namespace BackendPlugins.BigQuery.Tests.Contract;

/// <summary>
/// The contract held against BigQuery itself, where <c>GOOGLE_APPLICATION_CREDENTIALS</c> and <c>BIGQUERY_TEST_PROJECT</c>
/// (perhaps <c>BIGQUERY_TEST_LOCATION</c>) are set. The statements read no tables; they cost slots alone.
/// </summary>
public sealed class RealServiceContractTests : ServiceContract
{
    /// <summary>Whether this run may reach the service.</summary>
    internal static bool IsGiven => Read("GOOGLE_APPLICATION_CREDENTIALS") is not null && Read("BIGQUERY_TEST_PROJECT") is not null;

    private protected override string Project => Read("BIGQUERY_TEST_PROJECT")!;

    private protected override string Location => Read("BIGQUERY_TEST_LOCATION") ?? "US";

    private protected override TimeProvider Time => TimeProvider.System;

    [Fact]
    public async Task Script_gives_the_table_of_its_last_SELECT()
    {
        var result = await RunAsync(Task("DECLARE n INT64 DEFAULT 1; SELECT n; SELECT n + 1 AS last;", outputs: true));
        result.End.Phase.ShouldBe(ServicePhase.Succeeded);
        ((Literal)result.End.Outputs!["results"]).ShouldBeOfType<StructuredDatasetLiteral>().Uri.ShouldStartWith($"bq://{Project}:");
    }

    private protected override ValueTask<Dictionary<string, string?>> SettingsAsync()
    {
        Assert.SkipUnless(IsGiven, "GOOGLE_APPLICATION_CREDENTIALS and BIGQUERY_TEST_PROJECT are not set: BigQuery itself is not asked.");
        return new(new Dictionary<string, string?>());
    }

    private protected override ValueTask EndAsync() => default;

    private protected override Task PassAsync(TimeSpan time) => System.Threading.Tasks.Task.Delay(time, Stop);

    private static string? Read(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
