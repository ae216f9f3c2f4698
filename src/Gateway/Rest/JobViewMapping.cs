using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Gateway.Answers;

namespace BackendPlugins.Gateway.Rest;

/// <summary>Records as REST shows them.</summary>
internal static class JobViewMapping
{
    public static JobPageView ToView(this JobPage page) => new([.. page.Jobs.Select(ToView)], page.Next);

    private static JobView ToView(JobSummary job) => new()
    {
        Key = job.Key,
        Plugin = job.Plugin,
        Stage = PhaseTable.NameOf(job.Stage),
        Phase = PhaseTable.Of(job.Phase).Name,
        Project = job.Project,
        Domain = job.Domain,
        Execution = job.Execution,
        Node = job.Node,
        Attempt = job.Attempt,
        ExternalId = job.ExternalId,
        CreatedAt = job.CreatedAt,
        ChangedAt = job.ChangedAt,
        Message = job.Message,
    };

    public static JobDetailsView ToView(this JobDetails details, DateTimeOffset now)
    {
        var job = details.Snapshot;
        return new JobDetailsView
        {
            Key = job.Key.Value,
            Family = details.Identity.Family,
            Plugin = details.Plugin,
            Stage = PhaseTable.NameOf(job.Stage),
            Phase = PhaseTable.Of(job.Phase).Name,
            Attempt = details.Identity.Attempt,
            ExternalId = job.ExternalId,
            CreatedAt = job.CreatedAt,
            ChangedAt = job.ChangedAt,
            Message = JobMessage.Of(job, now),
            ObservedAt = job.ObservedAt,
            EndedAt = job.EndedAt,
            NextCheckAt = details.NextCheckAt,
            Coordinates = details.Coordinates,
            LogLinks = [.. job.LogLinks.Select(link => new LinkView(link.Name, link.Uri))],
            CustomInfo = job.CustomInfo,
            Error = job.Error is { } error
                ? new ErrorView(error.Code, error.Message, error.Origin.ToString().ToUpperInvariant(), error.Retryable)
                : null,
            Cancel = details.Cancel is { } cancel ? new CancelView(cancel.RequestedAt, cancel.Reason) : null,
            Trouble = job.Trouble is { } trouble
                ? new TroubleView(trouble.Since, trouble.Detail, trouble.Tries, trouble.NextTryAt)
                : null,
            History =
            [
                .. details.History.Select(edge => new EdgeView(
                    edge.At, PhaseTable.NameOf(edge.Stage), PhaseTable.Of(edge.Phase).Name, edge.Reason)),
            ],
        };
    }
}
