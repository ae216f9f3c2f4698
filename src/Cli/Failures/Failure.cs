using System.Text.Json;
using BackendPlugins.Cli.Arguments;
using BackendPlugins.Cli.Listing;
using BackendPlugins.Flyte;
using Grpc.Core;
using Spectre.Console.Cli;

namespace BackendPlugins.Cli.Failures;

/// <summary>Why a command did not do what it was asked: for scripts by code, for people in words.</summary>
/// <param name="ExitCode">How the process ends.</param>
/// <param name="Code">gRPC's name of the status, or BAD_INPUT, INTERRUPTED, INTERNAL.</param>
/// <param name="Message">What was wrong and what to do.</param>
internal sealed record Failure(ExitCode ExitCode, string Code, string Message)
{
    /// <summary>The failure that an exception stands for.</summary>
    /// <param name="problem">The exception.</param>
    /// <param name="interrupted">Whether the user has asked to stop.</param>
    public static Failure Of(Exception problem, bool interrupted) => problem switch
    {
        BadInputException or WireFormatException => new Failure(ExitCode.BadInput, "BAD_INPUT", problem.Message),
        CommandAppException => new Failure(ExitCode.BadInput, "BAD_INPUT", $"{problem.Message.TrimEnd('.')}. See backendctl --help"),
        OperationCanceledException or RpcException when interrupted => new Failure(ExitCode.Interrupted, "INTERRUPTED", "interrupted"),
        EndpointException endpoint => OfCall(endpoint),
        JobListException list => new Failure(list.ExitCode, list.Code, list.Message),
        _ => new Failure(ExitCode.OtherError, "INTERNAL", $"{problem.GetType().Name}: {problem.Message}"),
    };

    private static Failure OfCall(EndpointException problem)
    {
        var (address, detail) = (problem.Options.Address.OriginalString, problem.Status.Detail);
        var code = JsonNamingPolicy.SnakeCaseUpper.ConvertName(problem.Status.StatusCode.ToString());
        return problem.Status.StatusCode switch
        {
            StatusCode.NotFound => new Failure(ExitCode.NotFound, code, detail),
            StatusCode.InvalidArgument => new Failure(ExitCode.BadInput, code, detail),
            StatusCode.Unavailable => new Failure(
                ExitCode.Unavailable, code, $"{address} is unavailable: {Root(problem, detail)}. Is it running, and is --endpoint right?"),
            StatusCode.Internal when problem.Status.DebugException is HttpRequestException => new Failure(
                ExitCode.Unavailable,
                code,
                $"{address} does not answer as a gRPC endpoint: {Root(problem, detail)}. Is --endpoint the gRPC port, and its http or https right?"),
            StatusCode.DeadlineExceeded => new Failure(
                ExitCode.Unavailable, code, $"{address} did not answer within --timeout {DurationText.Short(problem.Options.Timeout)}"),
            StatusCode.Unimplemented => new Failure(
                ExitCode.OtherError,
                code,
                problem.Options.Protocol is null
                    ? $"{address} does not serve this call in v1 nor v2 of Flyte's protocols ({detail}). Is --endpoint a gRPC port?"
                    : $"{address} does not serve this call in this protocol ({detail}); try --protocol auto"),
            _ => new Failure(ExitCode.OtherError, code, detail),
        };
    }

    // "Connection refused" says more than the layers of HTTP around it.
    private static string Root(EndpointException problem, string detail) =>
        (problem.Status.DebugException?.GetBaseException().Message ?? detail).TrimEnd('.');
}
