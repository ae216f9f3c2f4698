using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Dashboard.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Dashboard.Listing;

/// <summary>
/// Answers <c>/jobs/export.csv</c> and <c>/jobs/export.json</c>: the whole of a list as a file, a page of the catalog at a time.
/// A file that is cut off by an outage ends without its last line, and the connection is broken for the reader to notice.
/// </summary>
internal static class JobExport
{
    private const int PageSize = 1_000;

    private static readonly string[] Columns =
    [
        "key", "plugin", "stage", "phase", "project", "domain", "execution", "node", "attempt", "external_id", "accepted", "changed", "ended", "message",
    ];

    public static async Task<IResult> AnswerAsync(
        string format, HttpContext http, [FromServices] IGrainFactory grains, [FromServices] TimeProvider time,
        [FromServices] IOptions<DashboardOptions> options, CancellationToken cancellationToken)
    {
        var query = JobListQueryReader.Read(http.Request.Query, out var wrong);
        if (wrong is not null)
        {
            return Results.Problem($"The parameter {wrong.Parameter} {wrong.Detail}", statusCode: StatusCodes.Status400BadRequest);
        }

        if (format is not ("csv" or "json"))
        {
            return Results.NotFound();
        }

        var filter = query.ToFilter(time.GetUtcNow()) with { Limit = PageSize };
        var catalog = grains.GetGrain<IJobCatalogGrain>(0);
        JobPage first;
        try
        {
            first = await catalog.ListAsync(filter, cancellationToken);
        }
        catch (Exception exception) when (Outage.Of(exception) is { } outage)
        {
            return Results.Problem(outage.Detail, title: outage.Title, statusCode: outage.Status);
        }

        var jobs = RowsAsync(catalog, filter, first, options.Value.MaximumExport, cancellationToken);
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"jobs-{time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.{format}\"";
        return format == "csv"
            ? Results.Stream(stream => WriteCsvAsync(stream, jobs, cancellationToken), "text/csv; charset=utf-8")
            : Results.Stream(stream => WriteJsonAsync(stream, jobs, cancellationToken), "application/json");
    }

    private static async IAsyncEnumerable<JobSummary> RowsAsync(
        IJobCatalogGrain catalog, JobFilter filter, JobPage page, int most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var count = 0;
        while (true)
        {
            foreach (var job in page.Jobs)
            {
                if (count++ == most)
                {
                    yield break;
                }

                yield return job;
            }

            if (page.Next is not { } next)
            {
                yield break;
            }

            page = await catalog.ListAsync(filter with { Cursor = next }, cancellationToken);
        }
    }

    private static async Task WriteCsvAsync(Stream stream, IAsyncEnumerable<JobSummary> jobs, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false), 64 * 1024, leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(string.Join(',', Columns).AsMemory(), cancellationToken);
        await foreach (var job in jobs.WithCancellation(cancellationToken))
        {
            await writer.WriteLineAsync(string.Join(',', Values(job).Select(Cell)).AsMemory(), cancellationToken);
        }
    }

    private static async Task WriteJsonAsync(Stream stream, IAsyncEnumerable<JobSummary> jobs, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(stream);
        json.WriteStartArray();
        await foreach (var job in jobs.WithCancellation(cancellationToken))
        {
            json.WriteStartObject();
            foreach (var (name, value) in Columns.Zip(Values(job)))
            {
                if (value is int number)
                {
                    json.WriteNumber(name, number);
                }
                else
                {
                    json.WriteString(name, (string?)value);
                }
            }

            json.WriteEndObject();
            if (json.BytesPending > 64 * 1024)
            {
                await json.FlushAsync(cancellationToken);
            }
        }

        json.WriteEndArray();
    }

    private static object?[] Values(JobSummary job) =>
    [
        job.Key, job.Plugin, job.Stage.ToString(), job.Phase.ToString(), job.Project, job.Domain, job.Execution, job.Node, job.Attempt,
        job.ExternalId, Time(job.CreatedAt), Time(job.ChangedAt), job.EndedAt is { } ended ? Time(ended) : null, job.Message,
    ];

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Cell(object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

        // A spreadsheet takes such a text for a formula and runs it.
        if (value is string && text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal))
        {
            text = "'" + text;
        }

        return text.AsSpan().IndexOfAny("\",\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
