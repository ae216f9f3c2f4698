using BackendPlugins.BigQuery.Tests.Kit;
using Google.Apis.Auth.OAuth2;
using Microsoft.Extensions.DependencyInjection;

namespace BackendPlugins.BigQuery.Tests;

/// <summary>Tasks that bring or name Google credentials of their own.</summary>
public sealed class TaskCredentialTests : IDisposable
{
    private const string Key = "google_application_credentials";

    private readonly TokenEndpoint _endpoint = new();
    private readonly Dictionary<string, string> _environment = [];
    private readonly Dictionary<string, string> _files = [];
    private readonly PluginStage _stage;

    public TaskCredentialTests() => _stage = new PluginStage(
        services => services
            .AddSingleton(new HostSecrets(_environment.GetValueOrDefault, _files.GetValueOrDefault))
            .AddSingleton<IGoogleTokens>(new CredentialTokens(_ => Task.FromResult(GoogleCredential.FromAccessToken("of-the-host")))),
        ("Plugins:BigQuery:Credentials", "default"));

    public void Dispose()
    {
        _stage.Dispose();
        _endpoint.Dispose();
    }

    [Fact]
    public async Task Task_without_secrets_runs_as_the_host()
    {
        (await SubmitAsync(Samples.Task())).ShouldBeOfType<JobSeen>();
        Authorization().ShouldBe("Bearer of-the-host");
    }

    [Fact]
    public async Task Secret_that_came_with_the_task_is_used()
    {
        (await SubmitAsync(Naming("my-key"), _endpoint.KeyOf())).ShouldBeOfType<JobSeen>();
        Authorization().ShouldBe("Bearer token1");
    }

    [Fact]
    public async Task Token_is_shared_by_all_jobs_with_the_same_credentials()
    {
        var gate = new TaskCompletionSource();
        _endpoint.Gate = gate.Task;
        var calls = new List<Task<JobEvidence>>();
        for (var i = 0; i < 15; i++)
        {
            _stage.Service.Answers(Samples.Job("RUNNING"));
            calls.Add(_stage.Plugin.LookUpAsync(Job(Samples.Task(), _endpoint.KeyOf()), PluginStage.Stop));
        }

        gate.SetResult();
        await Task.WhenAll(calls);
        _endpoint.Requests.ShouldBe(1);
        await SubmitAsync(Samples.Task(), _endpoint.KeyOf("other@acme.iam.gserviceaccount.com"));
        _endpoint.Requests.ShouldBe(2);
        Authorization().ShouldBe("Bearer token2");
    }

    [Theory]
    [InlineData("_FSEC_MY-KEY", null)]
    [InlineData(null, "/etc/secrets/my-key")]
    public async Task Secret_that_the_task_only_names_is_found_on_the_host(string? variable, string? file)
    {
        if (variable is not null)
        {
            _environment[variable] = $"  {_endpoint.KeyOf()}\n";
        }

        if (file is not null)
        {
            _files[file] = $"{_endpoint.KeyOf()}\n";
        }

        (await SubmitAsync(Naming("My-Key"))).ShouldBeOfType<JobSeen>();
        Authorization().ShouldBe("Bearer token1");
    }

    [Fact]
    public async Task Secret_that_cannot_be_had_refuses_the_task_and_never_runs_as_the_host()
    {
        var error = (await SubmitAsync(Naming("my-key"))).ShouldBeOfType<JobRefused>().Error;
        error.ShouldBe(new JobError(
            "InvalidCredentials",
            "The secret my-key, which the task names as its Google credentials, did not come with the task and is no secret of this host; "
            + "mount it as flytekit's connectors read it, or take it off the task to run as the host."));
        _stage.Service.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("hunter2", "is no JSON; store the whole JSON key file as it was downloaded")]
    [InlineData("[\"hunter2\"]", "is of type \"unknown\"; a task's own credentials are a service_account, an authorized_user or an impersonated_service_account of these")]
    [InlineData("""{"type": "external_account", "hunter2": 1}""", "is of type \"external_account\"; a task's")]
    [InlineData("""{"type": "impersonated_service_account", "source_credentials": {"type": "external_account"}, "hunter2": 1}""", "is of type \"external_account\"; a task's")]
    [InlineData("""{"type": "service_account", "client_email": "a@b", "private_key": "hunter2"}""", "is no usable Google credential; store the whole JSON key file as it was downloaded")]
    [InlineData("""{"type": "service_account", "client_email": 7, "private_key": ["hunter2"]}""", "is no usable Google credential")]
    [InlineData("""{"type": "service_account", "hunter2": 1}""", "is no usable Google credential")]
    [InlineData("""{"type": "authorized_user", "hunter2": 1}""", "is no usable Google credential")]
    public async Task Broken_credentials_refuse_the_task_by_the_secrets_name_alone(string json, string expected)
    {
        var error = (await SubmitAsync(Naming("my-key"), json)).ShouldBeOfType<JobRefused>().Error;
        error.Code.ShouldBe("InvalidCredentials");
        error.Origin.ShouldBe(ErrorOrigin.User);
        error.Message.ShouldStartWith($"The secret my-key, which the task names as its Google credentials, {expected}");
        error.Message.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Credentials_that_Google_does_not_accept_refuse_the_task()
    {
        _endpoint.Error = "invalid_grant";
        var error = (await SubmitAsync(Samples.Task(), _endpoint.KeyOf())).ShouldBeOfType<JobRefused>().Error;
        error.Message.ShouldBe($"The secret {Key}, which the task names as its Google credentials, is not accepted by Google (invalid_grant).");
    }

    [Fact]
    public async Task Token_endpoint_in_trouble_refuses_nothing()
    {
        _endpoint.Error = "temporarily_unavailable";
        var silence = await Should.ThrowAsync<ServiceUnavailableException>(() => SubmitAsync(Samples.Task(), _endpoint.KeyOf()));
        silence.Message.ShouldStartWith("No access token for BigQuery: ");
        silence.OutcomeUnknown.ShouldBeFalse();
    }

    [Fact]
    public async Task Running_job_whose_credentials_broke_is_asked_for_again()
    {
        var silence = await Should.ThrowAsync<ServiceUnavailableException>(() => _stage.Plugin.LookUpAsync(Job(Samples.Task(), "{}"), PluginStage.Stop));
        silence.Message.ShouldStartWith($"The secret {Key},");
        await Should.ThrowAsync<ServiceUnavailableException>(() => _stage.Plugin.CancelAsync(Job(Samples.Task(), "{}"), PluginStage.Stop));
    }

    [Fact]
    public async Task Throttled_credentials_do_not_hold_back_the_calls_of_others()
    {
        _stage.Service.Fails(429, "rateLimitExceeded", retryAfter: "60");
        await Should.ThrowAsync<ServiceUnavailableException>(() => _stage.Plugin.LookUpAsync(Job(Samples.Task(), _endpoint.KeyOf()), PluginStage.Stop));
        _stage.Service.Answers(Samples.Job("RUNNING"));
        await _stage.LookUpAsync();
        await Should.ThrowAsync<ServiceUnavailableException>(() => _stage.Plugin.LookUpAsync(Job(Samples.Task(), _endpoint.KeyOf()), PluginStage.Stop));
        _stage.Service.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public void Callers_of_tasks_are_bounded_and_the_least_used_goes_first()
    {
        var callers = _stage.Services.GetRequiredService<Callers>();
        var first = callers.Of(Job(Samples.Task(), _endpoint.KeyOf("0@acme.iam.gserviceaccount.com")));
        var second = callers.Of(Job(Samples.Task(), _endpoint.KeyOf("1@acme.iam.gserviceaccount.com")));
        for (var i = 2; i < 257; i++)
        {
            callers.Of(Job(Samples.Task(), _endpoint.KeyOf($"{i}@acme.iam.gserviceaccount.com")));
            callers.Of(Job(Samples.Task(), _endpoint.KeyOf("0@acme.iam.gserviceaccount.com"))).ShouldBeSameAs(first);
        }

        callers.Of(Job(Samples.Task(), _endpoint.KeyOf("1@acme.iam.gserviceaccount.com"))).ShouldNotBeSameAs(second);
    }

    [Fact]
    public async Task Without_credentials_of_the_host_no_token_is_sent_for_a_task_either()
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Samples.Job("PENDING"));
        await stage.Plugin.SubmitAsync(stage.Plan(Naming("my-key")), PluginStage.Stop);
        stage.Service.Requests[0].Headers.ShouldNotContain("Authorization");
    }

    private static TaskRequest Naming(string secret) => Samples.TaskWith("secrets", $$"""{"{{Key}}": "{{secret}}"}""");

    private PluginJob Job(TaskRequest task, string? json = null) =>
        _stage.Plan(task) with { Secrets = json is null ? new Dictionary<string, string>() : new() { [Key] = json } };

    private Task<JobEvidence> SubmitAsync(TaskRequest task, string? json = null)
    {
        _stage.Service.Answers(Samples.Job("PENDING"));
        return _stage.Plugin.SubmitAsync(Job(task, json), PluginStage.Stop);
    }

    private string Authorization() => _stage.Service.Requests[^1].Headers.Split('\n').Single(line => line.StartsWith("Authorization: ", StringComparison.Ordinal))["Authorization: ".Length..].Trim();
}
