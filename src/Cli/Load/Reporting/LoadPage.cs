using System.Globalization;
using System.Net;
using System.Text;

namespace BackendPlugins.Cli.Load.Reporting;

/// <summary>The report of a run as one HTML file that needs nothing else.</summary>
internal static class LoadPage
{
    private const string Style = """
        body{font:14px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1f2328;background:#fff}
        h1{font-size:1.35rem;margin:0 0 .25rem}h2{font-size:1.05rem;margin:2rem 0 .5rem}p{margin:.25rem 0}
        table{border-collapse:collapse;font-variant-numeric:tabular-nums}
        th,td{text-align:right;padding:.25rem .75rem;border-bottom:1px solid #e5e7eb}th:first-child,td:first-child{text-align:left}
        .good{color:#1a7f37}.bad{color:#b42318}svg{max-width:100%;height:auto}details{margin-top:2rem}
        """;

    /// <summary>Writes it.</summary>
    public static string Of(LoadResult result, IReadOnlyList<Figure> figures, IReadOnlyList<string> failures, string commandLine)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
            .Append(CultureInfo.InvariantCulture, $"<title>Load of {Encode(result.Plan.Execution)}</title><style>{Style}</style></head><body>")
            .Append(CultureInfo.InvariantCulture, $"<h1>Load of {Encode(result.Plan.Execution)}</h1>")
            .Append(CultureInfo.InvariantCulture, $"<p>{Encode(LoadText.PlanOf(result.Plan))}</p>")
            .Append(CultureInfo.InvariantCulture, $"<p>{Encode(result.Endpoint.OriginalString)}, {result.Protocol}, {result.Began.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, {Encode(Of("time"))}</p>")
            .Append(CultureInfo.InvariantCulture, $"<p><code>backendctl {Encode(commandLine)}</code></p>");
        Verdict(page, failures);
        Calls(page, result, Of);
        foreach (var (title, svg) in LoadCharts.Of(result))
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>{Encode(title)}</h2>{svg}");
        }

        page.Append("<details><summary>All figures</summary><table>");
        foreach (var figure in figures)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{figure.Name}</td><td>{figure.Text}</td></tr>");
        }

        return page.Append("</table></details></body></html>\n").ToString();

        string Of(string name) => figures.First(figure => figure.Name == name).Text;
    }

    private static void Verdict(StringBuilder page, IReadOnlyList<string> failures)
    {
        if (failures.Count == 0)
        {
            page.Append("<p class=\"good\">Every condition held.</p>");
            return;
        }

        page.Append("<ul class=\"bad\">");
        foreach (var failure in failures)
        {
            page.Append(CultureInfo.InvariantCulture, $"<li>{Encode(failure)}</li>");
        }

        page.Append("</ul>");
    }

    private static void Calls(StringBuilder page, LoadResult result, Func<string, string> figure)
    {
        string[] columns = ["count", "errors", "rate", "p50", "p90", "p95", "p99", "p99.9", "max"];
        page.Append("<h2>Calls</h2><table><tr><th>call</th>");
        foreach (var column in columns)
        {
            page.Append(CultureInfo.InvariantCulture, $"<th>{column}</th>");
        }

        page.Append("</tr>");
        foreach (var (name, _) in result.Calls)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{name}</td>");
            foreach (var column in columns)
            {
                page.Append(CultureInfo.InvariantCulture, $"<td>{figure($"{name}.{column}")}</td>");
            }

            page.Append("</tr>");
        }

        page.Append("</table>");
        string[] more = ["jobs.created", "jobs.succeeded", "jobs.failed", "jobs.aborted", "jobs.lost", "jobs.wrong", "jobs.twice",
            "detection.p50", "detection.p99", "detection.max", "upstream.calls", "upstream.rate", "upstream.peak", "upstream.perjobhour"];
        page.Append("<h2>Jobs, ends and the service</h2><table>");
        foreach (var name in more)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{name}</td><td>{figure(name)}</td></tr>");
        }

        page.Append("</table>");
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
