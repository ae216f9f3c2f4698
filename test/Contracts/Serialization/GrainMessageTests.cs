using System.Text.Json;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Contracts.Identity;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace BackendPlugins.Contracts.Tests;

/// <summary>What crosses grains arrives as it was sent; plugin types travel in the JSON form in which they are stored.</summary>
public sealed class GrainMessageTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Serializer _serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    [Fact]
    public void A_create_arrives_with_its_task()
    {
        var sent = new CreateJob(JobIdentity.Of(Requests.Attempt)!, Requests.Attempt);

        var arrived = Cross(sent);

        arrived.Identity.ShouldBe(sent.Identity);
        Text(arrived.Task).ShouldBe(Text(sent.Task));
    }

    [Fact]
    public void A_record_arrives_whole()
    {
        var sent = Record();

        Text(Cross(sent)).ShouldBe(Text(sent));
        Text(Cross(new JobState { Record = sent }).Record!).ShouldBe(Text(sent));
        Cross(new JobState()).Record.ShouldBeNull();
    }

    [Fact]
    public void A_snapshot_and_its_details_arrive_whole()
    {
        var record = Record();
        var sent = new JobSnapshot
        {
            Key = record.Identity.Key,
            Phase = JobPhase.Succeeded,
            Stage = JobStage.Ended,
            Message = "done",
            ObservedAt = At,
            Trouble = new UpstreamTrouble(At, "HTTP 503", 3, At.AddSeconds(4)),
            StoreTrouble = "down",
            CancelRequested = true,
            Error = record.Error,
            Outputs = record.Outputs,
            LogLinks = record.LogLinks,
            CustomInfo = record.CustomInfo,
            ExternalId = "job-1",
            CreatedAt = At,
            ChangedAt = At,
            EndedAt = At,
        };
        var details = new JobDetails(sent, record.Identity, "Test", record.Cancel, record.External!.Coordinates, record.History, At);

        Text(Cross(sent)).ShouldBe(Text(sent));
        Text(Cross(details)).ShouldBe(Text(details));
        Text(Cross(new CreateResult(CreateOutcome.Conflict, sent, "why"))).ShouldBe(Text(new CreateResult(CreateOutcome.Conflict, sent, "why")));
    }

    [Fact]
    public void A_page_of_the_catalog_arrives_whole()
    {
        var filter = new JobFilter { Plugin = "Test", Phases = [JobPhase.Running], Cursor = "c", Limit = 7 };
        var page = new JobPage([new JobSummary { Key = "k", Plugin = "Test", Stage = JobStage.Tracked, Phase = JobPhase.Running }], "next");

        Text(Cross(filter)).ShouldBe(Text(filter));
        Text(Cross(page)).ShouldBe(Text(page));
    }

    [Fact]
    public void A_silent_store_arrives_as_such()
    {
        var arrived = (JobStoreUnavailableException)Cross<Exception>(new JobStoreUnavailableException("the store is down"));

        arrived.Message.ShouldBe("the store is down");
    }

    [Theory]
    [InlineData(JobPhase.Initializing, false)]
    [InlineData(JobPhase.Running, false)]
    [InlineData(JobPhase.Succeeded, true)]
    [InlineData(JobPhase.Aborted, true)]
    [InlineData(JobPhase.Failed, true)]
    [InlineData(JobPhase.RetryableFailed, true)]
    public void Ends_are_told_from_phases_that_something_follows(JobPhase phase, bool end) => phase.IsEnd().ShouldBe(end);

    private static JobRecord Record() => new()
    {
        Identity = JobIdentity.Of(Requests.Attempt)!,
        Task = Requests.Attempt,
        Fingerprint = "f",
        Plugin = "Test",
        External = new ExternalJob("job-1", new Dictionary<string, string> { ["location"] = "EU" }),
        Stage = JobStage.Ended,
        Phase = JobPhase.Failed,
        Message = "invalidQuery",
        Cancel = new CancelIntent(At, "deleted"),
        Error = new JobError("invalidQuery", "Syntax error", ErrorOrigin.User, Retryable: true),
        Outputs = new JobOutputs(new Dictionary<string, Literal> { ["o0"] = new FloatLiteral(double.NaN), ["o1"] = new NoneLiteral() }),
        LogLinks = [new LogLink("Console", "https://console")],
        CustomInfo = Requests.Json("""{"slots":7}"""),
        CreatedAt = At,
        ChangedAt = At,
        SubmitStartedAt = At,
        EndedAt = At,
        History = [new JobEdge(At, JobStage.Accepted, JobPhase.Initializing, "accepted")],
    };

    private T Cross<T>(T value) => _serializer.Deserialize<T>(_serializer.SerializeToArray(value))!;

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, PluginJson.Options);
}
