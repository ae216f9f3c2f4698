using System.Net;
using System.Net.Sockets;
using BackendPlugins.Cli.Tests.Fakes;
using Grpc.Core;

namespace BackendPlugins.Cli.Tests.Commands;

public sealed class EndpointTests
{
    [Theory]
    [InlineData(true, true, "v1")]
    [InlineData(true, false, "v1")]
    [InlineData(false, true, "v2")]
    public async Task Auto_takes_the_protocol_that_the_endpoint_answers(bool v1, bool v2, string spoken)
    {
        await using var endpoint = await FakeEndpoint.StartAsync(v1, v2);
        var run = await CliRun.OfAsync(endpoint, "get", Jobs.Key);

        run.ExitCode.ShouldBe(0, run.Error);
        endpoint.Backend.Asked.ShouldHaveSingleItem().Protocol.ShouldBe(spoken);
    }

    [Fact]
    public async Task An_endpoint_that_speaks_neither_is_told_as_such()
    {
        await using var endpoint = await FakeEndpoint.StartAsync(v1: false, v2: false);
        var run = await CliRun.OfAsync(endpoint, "get", Jobs.Key);

        run.ExitCode.ShouldBe(7);
        run.Error.ShouldContain("does not serve this call in v1 nor v2");
        run.Error.ShouldContain("--endpoint");
    }

    [Fact]
    public async Task The_wrong_protocol_is_told_with_the_fix()
    {
        await using var endpoint = await FakeEndpoint.StartAsync(v1: false);
        var run = await CliRun.OfAsync(endpoint, "get", Jobs.Key, "--protocol", "v1");

        run.ExitCode.ShouldBe(7);
        run.Error.ShouldContain("--protocol auto");
    }

    [Theory]
    [InlineData(StatusCode.NotFound, 5, "NOT_FOUND")]
    [InlineData(StatusCode.Unavailable, 6, "UNAVAILABLE")]
    [InlineData(StatusCode.DeadlineExceeded, 6, "DEADLINE_EXCEEDED")]
    [InlineData(StatusCode.InvalidArgument, 1, "INVALID_ARGUMENT")]
    [InlineData(StatusCode.PermissionDenied, 7, "PERMISSION_DENIED")]
    public async Task Answers_of_the_endpoint_become_exit_codes(StatusCode status, int exitCode, string code)
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        endpoint.Backend.Fail("GetTask", status, status);

        var text = await CliRun.OfAsync(endpoint, "get", Jobs.Key);
        text.ExitCode.ShouldBe(exitCode);
        text.Out.ShouldBeEmpty();
        text.Error.ShouldStartWith("error: ");

        var json = await CliRun.OfAsync(endpoint, "get", Jobs.Key, "--output", "json");
        json.ExitCode.ShouldBe(exitCode);
        json.Out.ShouldBeEmpty();
        json.ErrorJson.GetProperty("error").GetProperty("code").GetString().ShouldBe(code);
        json.ErrorJson.GetProperty("error").GetProperty("exitCode").GetInt32().ShouldBe(exitCode);
    }

    [Fact]
    public async Task A_hanging_endpoint_ends_by_the_timeout()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        endpoint.Backend.Hangs = "GetTask";
        var run = await CliRun.OfAsync(endpoint, "get", Jobs.Key, "--timeout", "300ms");

        run.ExitCode.ShouldBe(6);
        run.Error.ShouldBe($"error: {endpoint.Address} did not answer within --timeout 300ms\n");
    }

    [Fact]
    public async Task An_endpoint_that_is_not_there_is_unavailable()
    {
        var run = await CliRun.OfAsync("get", Jobs.Key, "--endpoint", $"http://127.0.0.1:{ClosedPort()}");

        run.ExitCode.ShouldBe(6);
        run.Error.ShouldContain("is unavailable: Connection refused. Is it running, and is --endpoint right?");
    }

    [Fact]
    public async Task An_http_port_is_told_from_a_grpc_port()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        var get = await CliRun.OfAsync("get", Jobs.Key, "--endpoint", endpoint.HttpAddress);
        get.ExitCode.ShouldBe(6);
        get.Error.ShouldContain($"{endpoint.HttpAddress} does not answer as a gRPC endpoint");
        get.Error.ShouldContain("Is --endpoint the gRPC port");

        var list = await CliRun.OfAsync("list", "--http", endpoint.Address);
        list.ExitCode.ShouldBe(7);
        list.Error.ShouldContain("Set --http to it");
    }

    [Theory]
    [InlineData("BACKENDCTL_ENDPOINT")]
    [InlineData("--endpoint")]
    [InlineData("dns:///")]
    [InlineData("bare")]
    public async Task The_endpoint_comes_from_the_line_or_the_environment(string from)
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        var bare = endpoint.Address["http://".Length..];
        string[] option = from switch
        {
            "--endpoint" => ["--endpoint", endpoint.Address],
            "dns:///" => ["--endpoint", $"dns:///{bare}"],
            "bare" => ["--endpoint", bare],
            _ => [],
        };
        var variables = new Dictionary<string, string>
        {
            ["BACKENDCTL_ENDPOINT"] = option.Length is 0 ? endpoint.Address : $"http://127.0.0.1:{ClosedPort()}",
        };
        var run = await CliRun.OfAsync(["get", Jobs.Key, .. option], variables);

        run.ExitCode.ShouldBe(0, run.Error);
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
