using System.Text.Json;
using BackendPlugins.Cli.Endpoints;

namespace BackendPlugins.Cli.Output;

/// <summary>A job, as <c>--output json</c> writes it. Names in these documents are a promise to scripts.</summary>
internal sealed record JobDocument(
    string? Key,
    string ResourceMeta,
    string Protocol,
    string Phase,
    string Message,
    IReadOnlyList<LogLink> Links,
    JsonElement? CustomInfo,
    IReadOnlyDictionary<string, Literal>? Outputs,
    TaskError? Error)
{
    public static JobDocument Of(JobReference job, TaskReport report, WireProtocol protocol) => new(
        job.Key?.Value,
        job.MetaText,
        Protocols.NameOf(protocol),
        report.Phase.FlyteName(),
        report.Message,
        report.Links,
        report.CustomInfo,
        report.Outputs,
        report.Error);
}

/// <summary>A job that was created.</summary>
internal sealed record CreatedDocument(
    string? Key,
    string ResourceMeta,
    string Protocol,
    string Category,
    string Project,
    string Domain,
    string Execution,
    string Node,
    int Attempt,
    string OutputPrefix,
    JobDocument? Job = null);

/// <summary>A job whose delete was accepted.</summary>
internal sealed record DeletedDocument(string? Key, string ResourceMeta, string Protocol, bool Deleted);

/// <summary>A log.</summary>
internal sealed record LogDocument(IReadOnlyList<TaskLogLine> Lines);

/// <summary>Metrics.</summary>
internal sealed record MetricsDocument(IReadOnlyList<ReportedMetric> Metrics);

/// <summary>What an endpoint serves.</summary>
internal sealed record ConnectorsDocument(string Protocol, IReadOnlyList<ConnectorEntry> Connectors);

/// <summary>A failure, on standard error.</summary>
internal sealed record ErrorDocument(ErrorBody Error);

/// <summary>The failure itself.</summary>
internal sealed record ErrorBody(string Code, int ExitCode, string Message);
