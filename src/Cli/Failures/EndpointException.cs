using BackendPlugins.Cli.Endpoints;
using Grpc.Core;

namespace BackendPlugins.Cli.Failures;

/// <summary>A call to an endpoint that failed, with what is needed to say what to do about it.</summary>
internal sealed class EndpointException(EndpointOptions options, RpcException problem) : Exception(problem.Status.Detail, problem)
{
    public EndpointOptions Options { get; } = options;

    public Status Status { get; } = problem.Status;
}
