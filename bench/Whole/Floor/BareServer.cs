using BackendPlugins.Flyte.V1.Admin;
using BackendPlugins.Flyte.V1.Service;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BackendPlugins.Bench.Whole.Floor;

/// <summary>What Grpc.AspNetCore alone can do: a server that answers every GetTask with the same message.</summary>
internal static class BareServer
{
    /// <summary>Serves until the process is ended.</summary>
    /// <param name="port">The port.</param>
    /// <param name="answer">File with the message's bytes.</param>
    public static async Task RunAsync(int port, string answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
            kestrel.ListenAnyIP(port, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(GetTaskResponse.Parser.ParseFrom(await File.ReadAllBytesAsync(answer)));
        await using var app = builder.Build();
        app.MapGrpcService<Agent>();
        await app.StartAsync();
        await Console.Out.WriteLineAsync("ready");
        await app.WaitForShutdownAsync();
    }

    private sealed class Agent(GetTaskResponse answer) : AsyncAgentService.AsyncAgentServiceBase
    {
        public override Task<GetTaskResponse> GetTask(GetTaskRequest request, ServerCallContext context) => Task.FromResult(answer);
    }
}
