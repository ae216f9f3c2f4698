using BackendPlugins.BigQuery.Tests.Kit;

namespace BackendPlugins.BigQuery.Tests;

public sealed class AdoptTests
{
    private const string Conflict = $"Already Exists: Job acme:europe-west3.{Samples.JobId}";

    [Fact]
    public async Task Job_that_exists_is_adopted()
    {
        using var stage = new PluginStage();
        stage.Service.Fails(409, "duplicate", Conflict).Answers(Samples.Job("RUNNING", "EU"));
        var seen = (await stage.SubmitAsync()).ShouldBeOfType<JobSeen>();
        seen.Phase.ShouldBe(ServicePhase.Running);
        stage.Service.Requests.Count.ShouldBe(2);
        stage.Service.Requests[1].PathAndQuery.ShouldStartWith($"/bigquery/v2/projects/acme/jobs/{Samples.JobId}?location=EU&");
    }

    [Fact]
    public async Task Adopted_job_that_has_ended_brings_its_outputs()
    {
        using var stage = new PluginStage();
        stage.Service.Fails(409, "duplicate", Conflict).Answers(Samples.WithTable(Samples.Job("DONE")));
        var seen = (JobSeen)await stage.SubmitAsync(Samples.Task(outputs: Samples.Results));
        seen.Phase.ShouldBe(ServicePhase.Succeeded);
        ((StructuredDatasetLiteral)seen.Outputs!["results"]).Uri.ShouldBe("bq://acme:sales.daily");
    }

    [Fact]
    public async Task Location_of_a_job_whose_answer_was_lost_is_read_from_the_conflict()
    {
        using var stage = new PluginStage();
        stage.Service.Fails(409, "duplicate", Conflict).Answers(Samples.Job("RUNNING", "europe-west3"));
        var seen = (JobSeen)await stage.SubmitAsync(Samples.Task(custom: """{"ProjectID": "acme"}"""));
        stage.Service.Requests[1].PathAndQuery.ShouldContain("?location=europe-west3&");
        seen.Job.Coordinate("location").ShouldBe("europe-west3");
    }

    [Fact]
    public async Task Location_stays_open_where_the_conflict_does_not_name_it()
    {
        using var stage = new PluginStage();
        stage.Service.Fails(409, null, "Already Exists").Answers(Samples.Job("RUNNING", "US"));
        await stage.SubmitAsync(Samples.Task(custom: """{"ProjectID": "acme"}"""));
        stage.Service.Requests[1].PathAndQuery.ShouldNotContain("location=");
    }

    [Fact]
    public async Task Job_that_exists_and_is_not_known_yet_leaves_the_outcome_open()
    {
        using var stage = new PluginStage();
        stage.Service.Fails(409, "duplicate", Conflict).Fails(404, "notFound", "Not found: Job x");
        var silence = await Should.ThrowAsync<ServiceUnavailableException>(() => stage.SubmitAsync());
        silence.OutcomeUnknown.ShouldBeTrue();
        silence.Message.ShouldBe($"jobs.insert says that job {Samples.JobId} exists, jobs.get does not know it: Not found: Job x");
    }

    [Fact]
    public async Task Throttled_look_up_of_a_job_that_exists_leaves_the_outcome_open()
    {
        using var stage = new PluginStage();
        stage.Service.Fails(409, "duplicate", Conflict).Fails(429, "rateLimitExceeded", retryAfter: "10");
        var silence = await Should.ThrowAsync<ServiceUnavailableException>(() => stage.SubmitAsync());
        silence.OutcomeUnknown.ShouldBeTrue();
        silence.RetryAfter!.Value.TotalSeconds.ShouldBeInRange(10, 12);
    }

    [Fact]
    public async Task Conflict_about_another_thing_is_a_refusal()
    {
        using var stage = new PluginStage();
        stage.Service.Fails(409, "duplicate", "Already Exists: Table acme:sales.daily");
        (await stage.SubmitAsync()).ShouldBeOfType<JobRefused>().Error.Code.ShouldBe("duplicate");
    }

    [Theory]
    [InlineData("jobBackendError")]
    [InlineData("jobInternalError")]
    [InlineData("jobRateLimitExceeded")]
    public async Task Job_that_failed_inside_the_service_is_looked_at(string reason)
    {
        using var stage = new PluginStage();
        stage.Service.Fails(400, reason).Answers(Samples.FailedJob(reason));
        var seen = (await stage.SubmitAsync()).ShouldBeOfType<JobSeen>();
        seen.Phase.ShouldBe(ServicePhase.RetryableFailed);
        seen.Error!.Code.ShouldBe(reason);
    }

    [Theory]
    [InlineData("jobBackendError")]
    [InlineData("jobInternalError")]
    [InlineData("jobRateLimitExceeded")]
    public async Task Job_that_failed_inside_the_service_and_is_gone_is_a_refusal_that_may_be_tried_again(string reason)
    {
        using var stage = new PluginStage();
        stage.Service.Fails(400, reason).Fails(404, "notFound");
        var error = (await stage.SubmitAsync()).ShouldBeOfType<JobRefused>().Error;
        error.Code.ShouldBe(reason);
        error.Retryable.ShouldBeTrue();
        error.Origin.ShouldBe(ErrorOrigin.System);
    }

    [Theory]
    [InlineData("Already Exists: Job acme:EU.j1", "EU")]
    [InlineData("Already Exists: Job example.com:acme:us-east1.j1", "us-east1")]
    [InlineData("Already Exists: Job acme:j1", null)]
    [InlineData("Already Exists: Job acme:EU.other", null)]
    [InlineData("j1", null)]
    public void Location_is_read_from_the_words_of_a_conflict(string words, string? expected) =>
        JobLocation.FromConflict(words, "j1").ShouldBe(expected);
}
