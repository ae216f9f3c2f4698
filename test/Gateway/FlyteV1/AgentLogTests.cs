using System.Text.Json;
using BackendPlugins.Contracts;
using BackendPlugins.Flyte.V1.Admin;
using BackendPlugins.Flyte.V1.Service;
using BackendPlugins.Gateway.Tests.Cluster;
using Google.Protobuf;
using Grpc.Core;

namespace BackendPlugins.Gateway.Tests.FlyteV1;

public sealed class AgentLogTests(GatewayFixture gateway)
{
    private readonly AsyncAgentService.AsyncAgentServiceClient _client = new(gateway.Channel);

    [Fact]
    public async Task Metrics_are_the_numbers_of_the_custom_info_as_instant_vectors()
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Running);
        var all = await _client.GetTaskMetricsAsync(new GetTaskMetricsRequest { ResourceMeta = ByteString.CopyFrom(job.Meta) });
        all.Results.Select(result => result.Metric).ShouldBe(["job.slots", "job.bytes", "stages.0"]);
        var data = JsonDocument.Parse(JsonFormatter.Default.Format(all.Results[1].Data)).RootElement;
        data.GetProperty("resultType").GetString().ShouldBe("vector");
        var sample = data.GetProperty("result")[0];
        sample.GetProperty("metric").GetProperty("__name__").GetString().ShouldBe("job.bytes");
        sample.GetProperty("value")[0].GetDouble().ShouldBe(Samples.Start.AddMinutes(1).ToUnixTimeSeconds());
        sample.GetProperty("value")[1].GetString().ShouldBe("3.5");
        var one = await _client.GetTaskMetricsAsync(
            new GetTaskMetricsRequest { ResourceMeta = ByteString.CopyFrom(job.Meta), Queries = { "job.slots", "other" } });
        one.Results.ShouldHaveSingleItem().Metric.ShouldBe("job.slots");
    }

    [Fact]
    public async Task Logs_are_the_jobs_history_page_by_page()
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Running);
        job.History = Samples.History;
        var (token, lines) = await LogsAsync(job, 2, "");
        lines.Select(line => line.Message).ShouldBe(["ACCEPTED INITIALIZING: accepted", "SUBMITTING INITIALIZING: submit begins"]);
        lines[0].Timestamp.ToDateTimeOffset().ShouldBe(Samples.Start);
        lines.ShouldAllBe(line => line.Originator == LogLineOriginator.System);
        (token, lines) = await LogsAsync(job, 2, token);
        lines.ShouldHaveSingleItem().Message.ShouldBe("TRACKED RUNNING: the service says RUNNING");
        token.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("4")]
    [InlineData("99999999999999999999")]
    public async Task Logs_with_a_token_of_another_maker_are_refused(string token)
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Running);
        job.History = Samples.History;
        var error = await Should.ThrowAsync<RpcException>(() => LogsAsync(job, 0, token));
        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.Status.Detail.ShouldContain("token");
    }

    private async Task<(string Token, List<LogLine> Lines)> LogsAsync(FakeJob job, ulong lines, string token)
    {
        using var call = _client.GetTaskLogs(
            new GetTaskLogsRequest { ResourceMeta = ByteString.CopyFrom(job.Meta), Lines = lines, Token = token });
        (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken)).ShouldBeTrue();
        var next = call.ResponseStream.Current.Header.Token;
        var read = new List<LogLine>();
        while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            var body = call.ResponseStream.Current.Body;
            read.AddRange(body.StructuredLines);
#pragma warning disable CS0612
            body.Results.ShouldBe(body.StructuredLines.Select(line => line.Message));
#pragma warning restore CS0612
        }

        return (next, read);
    }
}
