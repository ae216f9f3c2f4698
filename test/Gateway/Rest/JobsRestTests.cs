using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Gateway.Tests.Cluster;

namespace BackendPlugins.Gateway.Tests.Rest;

public sealed class JobsRestTests(GatewayFixture gateway)
{
    [Fact]
    public async Task List_asks_the_catalog_what_the_query_says_and_shows_its_page()
    {
        var plugin = Guid.NewGuid().ToString();
        gateway.Jobs.OnList = filter => new JobPage([Summary()], "next-page");
        var (status, page) = await GetAsync(
            $"/api/v1/jobs?phase=running,FAILED&phase=RETRYABLE_FAILED&plugin={plugin}&project=p&domain=d&execution=e&node=n&external_id=x&limit=7&cursor=c");
        status.ShouldBe(HttpStatusCode.OK);
        var filter = gateway.Jobs.Listed.Single(each => each.Plugin == plugin);
        filter.Phases.ShouldBe([JobPhase.Running, JobPhase.Failed, JobPhase.RetryableFailed]);
        (filter.Project, filter.Domain, filter.Execution, filter.Node).ShouldBe(("p", "d", "e", "n"));
        (filter.ExternalId, filter.Limit, filter.Cursor).ShouldBe(("x", 7, "c"));
        page.GetProperty("next").GetString().ShouldBe("next-page");
        var job = page.GetProperty("jobs")[0];
        job.GetProperty("phase").GetString().ShouldBe("RETRYABLE_FAILED");
        job.GetProperty("stage").GetString().ShouldBe("ENDED");
        job.GetProperty("external_id").GetString().ShouldBe("ext");
        job.GetProperty("created_at").GetDateTimeOffset().ShouldBe(Samples.Start);
    }

    [Fact]
    public async Task List_without_question_asks_for_the_newest_hundred()
    {
        var (status, _) = await GetAsync("/api/v1/jobs");
        status.ShouldBe(HttpStatusCode.OK);
        gateway.Jobs.Listed.ShouldContain(filter => filter.Plugin == null && filter.Limit == 100 && filter.Cursor == null && filter.Phases.Count == 0);
    }

    [Theory]
    [InlineData("phase=DONE", "phase")]
    [InlineData("phase=running,", "")]
    [InlineData("phase=1", "phase")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("limit=-5", "limit")]
    public async Task A_bad_value_is_400_and_names_its_parameter(string query, string parameter)
    {
        var (status, problem) = await GetAsync($"/api/v1/jobs?{query}");
        if (parameter.Length == 0)
        {
            status.ShouldBe(HttpStatusCode.OK);
            return;
        }

        status.ShouldBe(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe(parameter);
    }

    [Fact]
    public async Task A_cursor_of_another_list_is_400_and_names_its_parameter()
    {
        gateway.Jobs.OnList = filter => filter.Cursor == "no-cursor" ? throw new ArgumentException("no cursor") : new JobPage([], null);
        var (status, problem) = await GetAsync("/api/v1/jobs?cursor=no-cursor");
        status.ShouldBe(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe("cursor");
    }

    [Fact]
    public async Task Describe_shows_a_job_with_its_history()
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Failed(job.Key) with { CancelRequested = true };
        job.History = Samples.History;
        var (status, view) = await GetAsync($"/api/v1/jobs/{job.Key.Value}");
        status.ShouldBe(HttpStatusCode.OK);
        view.GetProperty("key").GetString().ShouldBe(job.Key.Value);
        view.GetProperty("attempt").GetInt32().ShouldBe(2);
        view.GetProperty("phase").GetString().ShouldBe("FAILED");
        view.GetProperty("error").GetProperty("code").GetString().ShouldBe("invalidQuery");
        view.GetProperty("cancel").GetProperty("reason").GetString().ShouldBe("asked");
        view.GetProperty("custom_info").GetProperty("location").GetString().ShouldBe("EU");
        view.GetProperty("log_links")[0].GetProperty("name").GetString().ShouldBe("BigQuery Console");
        view.GetProperty("history").GetArrayLength().ShouldBe(3);
        view.GetProperty("history")[2].GetProperty("phase").GetString().ShouldBe("RUNNING");
    }

    [Fact]
    public async Task Describe_of_no_key_is_400_of_no_job_404_and_without_store_503()
    {
        var (status, problem) = await GetAsync("/api/v1/jobs/bigquery_query_job_task/nohash");
        status.ShouldBe(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").TryGetProperty("hash", out _).ShouldBeTrue();
        var job = gateway.Jobs.Fresh();
        (await GetAsync($"/api/v1/jobs/{job.Key.Value}")).Status.ShouldBe(HttpStatusCode.NotFound);
        job.Before = () => throw new JobStoreUnavailableException("no connection");
        (await GetAsync($"/api/v1/jobs/{job.Key.Value}")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        job.Before = () => throw new InvalidOperationException("the secret detail");
        (status, problem) = await GetAsync($"/api/v1/jobs/{job.Key.Value}");
        status.ShouldBe(HttpStatusCode.InternalServerError);
        problem.ToString().ShouldNotContain("secret");
    }

    private static JobSummary Summary() => new()
    {
        Key = "bigquery_query_job_task/x",
        Plugin = "BigQuery",
        Stage = JobStage.Ended,
        Phase = JobPhase.RetryableFailed,
        ExternalId = "ext",
        CreatedAt = Samples.Start,
        ChangedAt = Samples.Start,
    };

    private async Task<(HttpStatusCode Status, JsonElement Answer)> GetAsync(string path)
    {
        using var response = await gateway.Http.GetAsync(path, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }
}
