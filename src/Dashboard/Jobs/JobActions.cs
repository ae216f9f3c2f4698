using BackendPlugins.Contracts.Identity;
using BackendPlugins.Contracts.Operations;
using BackendPlugins.Dashboard.Frame;
using BackendPlugins.Dashboard.Problems;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace BackendPlugins.Dashboard.Jobs;

/// <summary>What a person can do to a job: asks whether it is meant, does it, says what came of it, and logs who did it.</summary>
internal sealed partial class JobActions(
    IDialogService dialogs, ISnackbar messages, IGrainFactory grains, IOptions<DashboardOptions> options, ILogger<JobActions> logger)
{
    /// <summary>Who acts.</summary>
    public Person Person { get; set; } = new(PageGuard.Nobody);

    /// <summary>Whether anybody may.</summary>
    public bool Allowed => options.Value.Actions;

    /// <summary>Asks the service now.</summary>
    /// <returns>Whether it took effect.</returns>
    public Task<bool> PollNowAsync(JobKey job) => RunAsync(job, new ConfirmDialog.Question(
        "Ask the service now?", "One call is made to the service at once, beside the job's schedule. It counts against the call budget.", "Poll now"),
        (grain, _) => grain.PollNowAsync(Person.Name));

    /// <summary>Cancels it.</summary>
    /// <returns>Whether it took effect.</returns>
    public Task<bool> CancelAsync(JobKey job) => RunAsync(job, new ConfirmDialog.Question(
        "Cancel this job?", "The job is cancelled at the service until that confirms it, and Flyte is told ABORTED. This cannot be taken back.", "Cancel the job")
    {
        Field = "Reason, for the job's history",
        Dangerous = true,
    },
        (grain, reason) => grain.CancelAsync(Person.Name, reason));

    /// <summary>Watches another external job in its place.</summary>
    /// <returns>Whether it took effect.</returns>
    public Task<bool> AdoptAsync(JobKey job, string? known) => RunAsync(job, new ConfirmDialog.Question(
        "Adopt an external id?",
        "From now on this job stands for the job with this id at the service: it is watched, and Flyte is told what becomes of it. The job under the old id, if there is one, is left alone.",
        "Adopt")
    {
        Field = "The service's id of the job",
        FieldRequired = true,
        FieldValue = known ?? "",
        Dangerous = true,
    },
        (grain, id) => grain.TakeExternalAsync(Person.Name, id));

    private async Task<bool> RunAsync(JobKey job, ConfirmDialog.Question question, Func<IJobOperations, string, Task<OperationResult>> act)
    {
        if (!Allowed)
        {
            return false;
        }

        var shown = await dialogs.ShowAsync<ConfirmDialog>(question.Title, new DialogParameters<ConfirmDialog> { { dialog => dialog.Ask, question } });
        if (await shown.Result is not { Canceled: false, Data: string text })
        {
            return false;
        }

        LogAction(Person.Name, question.Confirm, job.Value, text);
        try
        {
            var result = await act(grains.GetGrain<IJobOperations>(job.Value), text);
            messages.Add(result.Detail, result.Done ? Severity.Success : Severity.Warning);
            return result.Done;
        }
        catch (Exception exception) when (Outage.Of(exception) is { } outage)
        {
            messages.Add($"{outage.Title}. {outage.Detail} Whether it took effect is not known.", Severity.Error);
            return false;
        }
    }

    [LoggerMessage(7010, LogLevel.Information, "{Person} asked on the pages: {Action} for job {Job} {Text}")]
    private partial void LogAction(string person, string action, string job, string text);
}
