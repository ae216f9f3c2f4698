using System.Net;
using BackendPlugins.Cli.Arguments;
using BackendPlugins.Cli.Endpoints;

namespace BackendPlugins.Cli.Listing;

/// <summary>Asks a gateway's HTTP endpoint for jobs. Flyte's protocols have no list of jobs; this one is Orleans.BackendPlugins' own.</summary>
internal sealed class JobListClient(CliEnvironment environment) : IDisposable
{
    private const string Path = "/api/v1/jobs";
    private const string NoList = "has no list of jobs: only the HTTP port of an Orleans.BackendPlugins gateway has one. Set --http to it";

    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Reads a page.</summary>
    /// <exception cref="JobListException">The endpoint did not answer with one.</exception>
    public async Task<JobListPage> ReadAsync(EndpointOptions options, JobListQuery query, CancellationToken cancellationToken)
    {
        var address = options.Http.OriginalString;
        using var timeout = new CancellationTokenSource(options.Timeout, environment.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var answer = await _http.GetAsync(new Uri($"{address.TrimEnd('/')}{Path}?{query.ToQueryString()}"), either.Token);
            return Read(address, answer, await answer.Content.ReadAsStringAsync(either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new JobListException(
                ExitCode.Unavailable, "DEADLINE_EXCEEDED", $"{address} did not answer within --timeout {DurationText.Short(options.Timeout)}");
        }
        catch (HttpRequestException problem)
        {
            throw new JobListException(
                ExitCode.Unavailable,
                "UNAVAILABLE",
                $"{address} is unavailable: {problem.GetBaseException().Message.TrimEnd('.')}. Is it running, and is --http right?");
        }
    }

    public void Dispose() => _http.Dispose();

    private static JobListPage Read(string address, HttpResponseMessage answer, string body)
    {
        switch (answer.StatusCode)
        {
            case HttpStatusCode.OK:
                break;
            case HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed:
                throw new JobListException(ExitCode.OtherError, "UNIMPLEMENTED", $"{address} {NoList}");
            case HttpStatusCode.BadRequest when JobListJson.ReadProblem(body) is { } words:
                throw new JobListException(ExitCode.BadInput, "INVALID_ARGUMENT", words);
            case HttpStatusCode.BadRequest:
                // How a gRPC port answers HTTP/1.1.
                throw new JobListException(ExitCode.OtherError, "UNIMPLEMENTED", $"{address} {NoList}");
            case HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout:
                throw new JobListException(ExitCode.Unavailable, "UNAVAILABLE", JobListJson.ReadProblem(body) ?? $"{address} answered {(int)answer.StatusCode}; try again later");
            default:
                throw new JobListException(ExitCode.OtherError, "UNKNOWN", $"{address} answered {(int)answer.StatusCode}: {JobListJson.ReadProblem(body) ?? answer.ReasonPhrase}");
        }

        return JobListJson.ReadPage(body) ?? throw new JobListException(ExitCode.OtherError, "UNIMPLEMENTED", $"{address} {NoList}");
    }
}
