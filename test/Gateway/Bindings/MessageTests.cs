using System.Collections.Concurrent;
using System.Net.Http.Headers;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Flyte.V1.Admin;
using BackendPlugins.Flyte.V1.Service;
using BackendPlugins.Gateway.Tests.Cluster;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace BackendPlugins.Gateway.Tests.Bindings;

public sealed class MessageTests(GatewayFixture gateway)
{
    private readonly AsyncAgentService.AsyncAgentServiceClient _client = new(gateway.Channel);

    [Fact]
    public async Task A_request_of_4_MiB_is_accepted_and_one_byte_more_is_not()
    {
        const int limit = 4 * 1024 * 1024;
        var request = Samples.CreateV1();
        request.Template.Sql.Statement = "";
        // The statement's field and its enclosing messages grow their length prefixes with it.
        var statement = limit - request.CalculateSize() - 64;
        request.Template.Sql.Statement = new string('x', statement);
        request.Template.Sql.Statement = new string('x', statement + limit - request.CalculateSize());
        request.CalculateSize().ShouldBe(limit);
        (await _client.CreateTaskAsync(request)).ResourceMeta.IsEmpty.ShouldBeFalse();
        request.Template.Sql.Statement += "x";
        (await Samples.StatusOf(_client.CreateTaskAsync(request))).StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task An_answer_above_the_limit_is_resource_exhausted()
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Succeeded) with
        {
            Outputs = new JobOutputs(new Dictionary<string, Literal> { ["x"] = new StringLiteral(new string('x', 5 * 1024 * 1024)) }),
        };
        var status = await Samples.StatusOf(_client.GetTaskAsync(new GetTaskRequest { ResourceMeta = ByteString.CopyFrom(job.Meta) }));
        status.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task One_connection_carries_more_calls_than_the_servers_usual_hundred()
    {
        const int calls = 150;
        var arrived = new ConcurrentDictionary<JobKey, bool>();
        var all = new TaskCompletionSource();
        var jobs = Enumerable.Range(0, calls).Select(_ => gateway.Jobs.Fresh()).ToList();
        foreach (var job in jobs)
        {
            job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Running);
            job.Before = () =>
            {
                arrived[job.Key] = true;
                if (arrived.Count == calls)
                {
                    all.TrySetResult();
                }

                return all.Task;
            };
        }

        using var one = GrpcChannel.ForAddress(
            $"http://{gateway.Channel.Target}",
            new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = false } });
        var client = new AsyncAgentService.AsyncAgentServiceClient(one);
        // The connection tells its limit only once it stands.
        await new AgentMetadataService.AgentMetadataServiceClient(one).ListAgentsAsync(new ListAgentsRequest());
        await Task.WhenAll(jobs.Select(job => client.GetTaskAsync(new GetTaskRequest { ResourceMeta = ByteString.CopyFrom(job.Meta) }).ResponseAsync));
    }

    [Fact]
    public async Task Fields_of_another_maker_pass()
    {
        var request = Samples.CreateV1();
        // Field 2047, a text, that no version of the protocol has.
        byte[] foreign = [0xFA, 0x7F, 0x03, (byte)'n', (byte)'e', (byte)'w'];
        var bytes = (byte[])[.. request.ToByteArray(), .. foreign];
        var response = await CallAsync("CreateTask", bytes);
        response.Status.ShouldBe("0");
        var meta = CreateTaskResponse.Parser.ParseFrom(response.Message).ResourceMeta;
        meta.ShouldBe(ByteString.CopyFrom(ResourceMeta.Write(JobIdentity.Of(Flyte.V1.TaskRequests.FromWire(request))!.Key)));
    }

    [Theory]
    [InlineData("CreateTask")]
    [InlineData("GetTask")]
    [InlineData("DeleteTask")]
    [InlineData("GetTaskLogs")]
    public async Task Bytes_that_are_no_message_are_the_callers_fault(string method)
    {
        var response = await CallAsync(method, [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0x01]);
        response.Status.ShouldBe("3");
        response.Detail.ShouldNotContain("Exception");
    }

    [Fact]
    public async Task A_method_that_does_not_exist_is_unimplemented() =>
        (await CallAsync("NoSuchMethod", [])).Status.ShouldBe("12");

    [Fact]
    public async Task A_type_nested_too_deep_to_store_is_refused_by_name()
    {
        var request = Samples.CreateV1();
        var literal = new Flyte.V1.Core.Literal();
        for (var i = 0; i < 60; i++)
        {
            literal = new Flyte.V1.Core.Literal { Collection = new Flyte.V1.Core.LiteralCollection { Literals = { literal } } };
        }

        request.Inputs.Literals["deep"] = literal;
        var response = await CallAsync("CreateTask", request.ToByteArray());
        response.Status.ShouldBe("3");
    }

    private async Task<(string Status, string Detail, byte[] Message)> CallAsync(string method, byte[] message)
    {
        var frame = new byte[5 + message.Length];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        using var handler = new SocketsHttpHandler();
        using var http = new HttpClient(handler);
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"http://{gateway.Channel.Target}/flyteidl.service.AsyncAgentService/{method}")
        {
            Version = new Version(2, 0), VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ByteArrayContent(frame),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.ParseAdd("trailers");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return (Find(response, "grpc-status"), Find(response, "grpc-message"), body.Length > 5 ? body[5..] : []);
    }

    private static string Find(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var trailer) ? trailer.Single()
        : response.Headers.TryGetValues(name, out var header) ? header.Single()
        : "";
}
