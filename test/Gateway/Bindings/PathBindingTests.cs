using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Gateway.Tests.Cluster;
using Google.Protobuf;

namespace BackendPlugins.Gateway.Tests.Bindings;

public sealed class PathBindingTests(GatewayFixture gateway)
{
    // A category whose meta has both letters that the two alphabets write differently.
    private const string Awkward = "aa???b~~~c>>>d";

    public enum Form
    {
        Standard,
        StandardEscaped,
        StandardUnpadded,
        UrlSafe,
        UrlSafeUnpadded,
        PlusAsBlank,
    }

    public static MatrixTheoryData<string, Form> Forms { get; } = new MatrixTheoryData<string, Form>(["agent", "connector"], Enum.GetValues<Form>());

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_meta_in_the_path_is_read_in_every_form_of_base64(string service, Form form)
    {
        var job = gateway.Jobs.Fresh(Awkward);
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Running);
        Convert.ToBase64String(job.Meta).ShouldContain("/");
        Convert.ToBase64String(job.Meta).ShouldContain("+");
        var category = Uri.EscapeDataString(Awkward);
        var (status, answer) = await GetAsync($"/api/v1/{service}/task/{category}/0/{Write(job.Meta, form)}");
        status.ShouldBe(HttpStatusCode.OK, answer.ToString());
        answer.GetProperty("resource").GetProperty("phase").GetString().ShouldBe("RUNNING");
    }

    [Theory]
    [InlineData("agent")]
    [InlineData("connector")]
    public async Task All_bindings_of_a_job_work(string service)
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Running);
        job.History = Samples.History;
        var tail = $"{FakeJobs.Category}/0/{Write(job.Meta, Form.UrlSafeUnpadded)}";
        var (_, metrics) = await GetAsync($"/api/v1/{service}/task/metrics/{tail}?queries=job.slots");
        metrics.GetProperty("results").GetArrayLength().ShouldBe(1);
        var logs = await gateway.Http.GetStringAsync($"/api/v1/{service}/task/logs/{tail}?lines=1", TestContext.Current.CancellationToken);
        logs.ShouldContain("ACCEPTED INITIALIZING");
        logs.ShouldNotContain("SUBMITTING");
        using var deleted = await gateway.Http.DeleteAsync($"/api/v1/{service}/task_executions/{tail}", TestContext.Current.CancellationToken);
        deleted.StatusCode.ShouldBe(HttpStatusCode.OK);
        job.DeleteReasons.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Create_takes_the_whole_request_as_json()
    {
        await CreateAsync("/api/v1/agent/task", JsonFormatter.Default.Format(Samples.CreateV1()));
        await CreateAsync("/api/v1/connector/task", JsonFormatter.Default.Format(Samples.CreateV2()));

        async Task CreateAsync(string path, string json)
        {
            var (status, answer) = await PostAsync(path, json);
            status.ShouldBe(HttpStatusCode.OK, answer.ToString());
            var meta = Convert.FromBase64String(answer.GetProperty("resourceMeta").GetString()!);
            gateway.Jobs.Of(ResourceMeta.Read(meta, out _)!.Value).Created.ShouldHaveSingleItem().Task.Template.Sql!.Statement.ShouldBe("SELECT 1");
        }
    }

    [Theory]
    [InlineData("/api/v1/agent/task/x/0/***", "base64")]
    [InlineData("/api/v1/agent/task/x/zero/e30=", "task_category.version")]
    [InlineData("/api/v1/agent/task/x/0/e30=", "resource_meta")]
    [InlineData("/api/v1/agent/task/x/0/", "resource_meta")]
    [InlineData("/api/v1/agent/task/x/0/%FF%2F%25", "resource_meta")]
    [InlineData("/api/v1/connector/task/logs/x/0/e30=", "resource_meta")]
    public async Task A_path_that_names_no_job_is_400_and_says_why(string path, string word)
    {
        using var response = await gateway.Http.GetAsync(path, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(word);
    }

    [Fact]
    public async Task Statuses_are_those_of_grpc()
    {
        var job = gateway.Jobs.Fresh();
        var (status, answer) = await GetAsync($"/api/v1/agent/task/{FakeJobs.Category}/0/{Write(job.Meta, Form.UrlSafe)}");
        status.ShouldBe(HttpStatusCode.NotFound);
        answer.GetProperty("code").GetInt32().ShouldBe(5);
        job.Before = () => throw new InvalidOperationException("the secret detail");
        (status, answer) = await GetAsync($"/api/v1/agent/task/{FakeJobs.Category}/0/{Write(job.Meta, Form.UrlSafe)}");
        status.ShouldBe(HttpStatusCode.InternalServerError);
        answer.ToString().ShouldNotContain("secret");
        (status, _) = await PostAsync("/api/v1/agent/task", "{\"template\":");
        status.ShouldBe(HttpStatusCode.BadRequest);
        (status, answer) = await PostAsync("/api/v1/agent/task/stream", "{}");
        status.ShouldBe(HttpStatusCode.NotImplemented);
        answer.GetProperty("code").GetInt32().ShouldBe(12);
    }

    [Fact]
    public async Task Lists_and_names_are_served()
    {
        (await GetAsync("/api/v1/agents")).Answer.GetProperty("agents")[0].GetProperty("name").GetString().ShouldBe("Bigquery Connector");
        (await GetAsync("/api/v1/connectors")).Answer.GetProperty("connectors").GetArrayLength().ShouldBe(1);
        (await GetAsync("/api/v1/agent/Bigquery%20Connector")).Status.ShouldBe(HttpStatusCode.OK);
        (await GetAsync("/api/v1/connector/Bigquery%20Connector")).Status.ShouldBe(HttpStatusCode.OK);
        (await GetAsync("/api/v1/agent/x")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static string Write(byte[] meta, Form form)
    {
        var standard = Convert.ToBase64String(meta);
        var urlSafe = standard.Replace('+', '-').Replace('/', '_');
        return form switch
        {
            Form.Standard => standard,
            Form.StandardEscaped => Uri.EscapeDataString(standard),
            Form.StandardUnpadded => standard.TrimEnd('='),
            Form.UrlSafe => urlSafe,
            Form.UrlSafeUnpadded => urlSafe.TrimEnd('='),
            Form.PlusAsBlank => standard.Replace("+", "%20", StringComparison.Ordinal),
            _ => throw new ArgumentOutOfRangeException(nameof(form)),
        };
    }

    private async Task<(HttpStatusCode Status, JsonElement Answer)> GetAsync(string path)
    {
        using var response = await gateway.Http.GetAsync(path, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }

    private async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await gateway.Http.PostAsync(path, content, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }
}
