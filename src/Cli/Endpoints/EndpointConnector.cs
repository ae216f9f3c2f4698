using BackendPlugins.Cli.Failures;
using Grpc.Core;
using Grpc.Net.Client;

namespace BackendPlugins.Cli.Endpoints;

/// <summary>Opens endpoints.</summary>
internal sealed class EndpointConnector(CliEnvironment environment)
{
    // Outputs of a task may be large, and what an endpoint chose to send is shown.
    private const int LargestAnswer = 256 * 1024 * 1024;

    /// <summary>Opens an endpoint, works with it and closes it.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What the work says.</returns>
    /// <exception cref="EndpointException">The endpoint failed.</exception>
    public async Task<int> UseAsync(EndpointOptions options, Func<ITaskEndpoint, Task<ExitCode>> work, CancellationToken cancellationToken)
    {
        try
        {
            using var endpoint = await OpenAsync(options, cancellationToken);
            return (int)await work(endpoint);
        }
        catch (RpcException problem) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EndpointException(options, problem);
        }
    }

    /// <summary>Opens several connections to an endpoint, works with them and closes them.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="connections">How many.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What the work says.</returns>
    /// <exception cref="EndpointException">The endpoint failed.</exception>
    public async Task<int> UseManyAsync(
        EndpointOptions options, int connections, Func<IReadOnlyList<ITaskEndpoint>, Task<ExitCode>> work, CancellationToken cancellationToken)
    {
        var endpoints = new List<ITaskEndpoint>();
        try
        {
            while (endpoints.Count < connections)
            {
                // The protocol is found out once; a channel of its own has a connection of its own.
                var known = endpoints is [var first, ..] ? options with { Protocol = first.Protocol } : options;
                endpoints.Add(await OpenAsync(known, cancellationToken));
            }

            return (int)await work(endpoints);
        }
        catch (RpcException problem) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EndpointException(options, problem);
        }
        finally
        {
            endpoints.ForEach(endpoint => endpoint.Dispose());
        }
    }

    private async Task<ITaskEndpoint> OpenAsync(EndpointOptions options, CancellationToken cancellationToken)
    {
        var channel = GrpcChannel.ForAddress(options.Address, new GrpcChannelOptions { MaxReceiveMessageSize = LargestAnswer });
        var budget = new CallBudget(options.Timeout, environment.Time);
        try
        {
            return (options.Protocol ?? await DetectAsync(channel, budget, cancellationToken)) is WireProtocol.V1
                ? new V1TaskEndpoint(channel, budget)
                : new V2TaskEndpoint(channel, budget);
        }
        catch
        {
            channel.Dispose();
            throw;
        }
    }

    private static async Task<WireProtocol> DetectAsync(GrpcChannel channel, CallBudget budget, CancellationToken cancellationToken)
    {
#pragma warning disable CA2000 // It owns nothing but the channel, which goes on.
        var agents = new V1TaskEndpoint(channel, budget);
#pragma warning restore CA2000
        try
        {
            await agents.ConnectorsAsync(cancellationToken);
            return WireProtocol.V1;
        }
        catch (RpcException problem) when (problem.StatusCode is StatusCode.Unimplemented)
        {
            return WireProtocol.V2;
        }
    }
}
