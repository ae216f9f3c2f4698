using System.Globalization;
using System.Text.Json;
using BackendPlugins.Cli.Arguments;

namespace BackendPlugins.Cli.Load.Measuring;

/// <summary>
/// What the backend asked of the service: from the simulator's books where they are named, else from the metrics of the
/// backend's processes, where they can be reached.
/// </summary>
internal sealed class UpstreamBooks(Uri? books, IReadOnlyList<Uri> metrics) : IDisposable
{
    private const string Counter = "backend_plugin_upstream_calls";

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>Calls since the service or the backend was started; null where nobody tells.</summary>
    public async Task<long?> CallsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return books is null ? await MetricsAsync(cancellationToken) : await BooksAsync(cancellationToken);
        }
        catch (Exception problem) when (IsSilence(problem, cancellationToken))
        {
            // A gap in a plot; the run is about the endpoint.
            return null;
        }
    }

    /// <summary>Job ids of the run that were submitted more than once; null where there are no books.</summary>
    /// <exception cref="BadInputException">The books cannot be read.</exception>
    public async Task<int?> SubmittedTwiceAsync(CancellationToken cancellationToken)
    {
        if (books is null)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(await _http.GetByteArrayAsync(new Uri(books, "/_books"), cancellationToken));
            return document.RootElement.GetProperty("jobs").EnumerateArray().Count(job => job.GetProperty("inserts").GetInt32() > 1);
        }
        catch (Exception problem) when (IsSilence(problem, cancellationToken))
        {
            throw new BadInputException("--books", $"must be the address of a simulator; {books} does not answer as one: {problem.Message}");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<long?> BooksAsync(CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(await _http.GetByteArrayAsync(new Uri(books!, "/_calls"), cancellationToken));
        return document.RootElement.EnumerateObject().Sum(method => method.Value.GetInt64());
    }

    private async Task<long?> MetricsAsync(CancellationToken cancellationToken)
    {
        long? calls = null;
        foreach (var address in metrics)
        {
            var text = await _http.GetStringAsync(address, cancellationToken);
            foreach (var line in text.Split('\n'))
            {
                // name{labels} value [timestamp]
                if (line.StartsWith(Counter, StringComparison.Ordinal)
                    && line[Counter.Length..] is var rest
                    && (rest.StartsWith('{') || rest.StartsWith("_total", StringComparison.Ordinal))
                    && line[(line.LastIndexOf('}') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var value, ..]
                    && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                {
                    calls = (calls ?? 0) + (long)number;
                }
            }

            calls ??= 0;
        }

        return calls;
    }

    private static bool IsSilence(Exception problem, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && problem is HttpRequestException or JsonException or OperationCanceledException or KeyNotFoundException or InvalidOperationException;
}
