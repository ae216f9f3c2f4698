using System.Net.Http.Headers;
using BackendPlugins.BigQuery.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;

namespace BackendPlugins.BigQuery.Tests;

public sealed class TokenTests
{
    private static readonly (string, string) Default = ("Plugins:BigQuery:Credentials", "default");

    [Fact]
    public async Task Token_is_sent_with_each_call()
    {
        using var stage = new PluginStage(With(new Tokens(_ => Task.FromResult("t0ken"))), Default);
        stage.Service.Answers(Samples.Job("PENDING"));
        await stage.SubmitAsync();
        stage.Service.Requests[0].Headers.ShouldContain("Authorization: Bearer t0ken");
    }

    [Fact]
    public async Task Without_token_nothing_is_sent_and_the_outcome_is_known()
    {
        using var stage = new PluginStage(With(new Tokens(_ => Task.FromException<string>(new InvalidOperationException("invalid_grant: expired\nstack")))), Default);
        var silence = await Should.ThrowAsync<ServiceUnavailableException>(() => stage.SubmitAsync());
        silence.Message.ShouldBe("No access token for BigQuery: invalid_grant: expired");
        silence.OutcomeUnknown.ShouldBeFalse();
        stage.Service.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Token_that_does_not_come_counts_as_a_call_without_answer()
    {
        var waiting = new TaskCompletionSource();
        using var stage = new PluginStage(With(new Tokens(async stop =>
        {
            waiting.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
            return "";
        })), Default);
        var submit = stage.SubmitAsync();
        await waiting.Task;
        stage.Clock.Advance(TimeSpan.FromSeconds(20));
        (await Should.ThrowAsync<ServiceUnavailableException>(() => submit)).Message.ShouldBe("jobs.insert: no answer within 20 s.");
    }

    [Fact]
    public async Task Application_default_credentials_that_are_not_there_are_told()
    {
        // The library looks once per process, and the variable is the process's.
        Assert.SkipWhen(Contract.RealServiceContractTests.IsGiven, "BigQuery itself is asked with these credentials.");
        Environment.SetEnvironmentVariable("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere/key.json");
        using var stage = new PluginStage(Default);
        var silence = await Should.ThrowAsync<ServiceUnavailableException>(() => stage.SubmitAsync());
        silence.Message.ShouldStartWith("No access token for BigQuery: ");
        silence.Message.ShouldContain("/nowhere/key.json");
        silence.OutcomeUnknown.ShouldBeFalse();
        stage.Service.Requests.ShouldBeEmpty();
    }

    private static Action<IServiceCollection> With(IGoogleTokens tokens) => services => services.AddSingleton(tokens);

    private sealed class Tokens(Func<CancellationToken, Task<string>> next) : IGoogleTokens
    {
        public async Task AuthorizeAsync(HttpRequestHeaders headers, CancellationToken cancellationToken) =>
            headers.Authorization = new AuthenticationHeaderValue("Bearer", await next(cancellationToken));
    }
}
