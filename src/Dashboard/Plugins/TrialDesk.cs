using System.Text.Json;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Contracts.Operations;
using BackendPlugins.Dashboard.Frame;
using BackendPlugins.Dashboard.Jobs;
using BackendPlugins.Dashboard.Problems;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace BackendPlugins.Dashboard.Plugins;

/// <summary>A task that somebody tries, as it stands in the form.</summary>
internal sealed class Trial
{
    public string Category { get; set; } = "";

    public string Key { get; set; } = "";

    public string Statement { get; set; } = "SELECT 1";

    public string Custom { get; set; } = "{\n  \"ProjectID\": \"my-project\",\n  \"Location\": \"EU\"\n}";

    public string Config { get; set; } = "";
}

/// <summary>What came of it.</summary>
/// <param name="Good">Whether the plugin takes it.</param>
/// <param name="Text">In a sentence.</param>
/// <param name="External">The external job that it would be, or is; null for none.</param>
/// <param name="Job">The job that runs it; null where none does.</param>
internal sealed record TrialAnswer(bool Good, string Text, ExternalJob? External = null, JobKey? Job = null);

/// <summary>Reads the form, and has the task planned or run.</summary>
internal sealed partial class TrialDesk(IGrainFactory grains, IDialogService dialogs, IOptions<DashboardOptions> options, TimeProvider time, ILogger<TrialDesk> logger)
{
    /// <summary>Whether tasks may be run.</summary>
    public bool Allowed => options.Value.Actions;

    /// <summary>What the plugin makes of the task.</summary>
    public async Task<TrialAnswer?> PlanAsync(Trial trial)
    {
        try
        {
            var (task, identity) = Read(trial);
            var plan = await grains.GetGrain<IPluginDeskGrain>(JobIdentity.OfCaller(task.Category, "desk").Key.Value).PlanAsync(task, identity.Key.Hash);
            return plan.External is { } external
                ? new TrialAnswer(true, $"{plan.Plugin} takes it.", external)
                : new TrialAnswer(false, $"Refused: {plan.Refusal}");
        }
        catch (FormatException wrong)
        {
            return new TrialAnswer(false, wrong.Message);
        }
        catch (Exception exception) when (Outage.Of(exception) is { } outage)
        {
            return new TrialAnswer(false, $"{outage.Title}: {outage.Detail}");
        }
    }

    /// <summary>Runs it, once the person has confirmed; null where not.</summary>
    public async Task<TrialAnswer?> RunAsync(Trial trial, Person person)
    {
        try
        {
            var (task, identity) = Read(trial);
            var question = new ConfirmDialog.Question(
                "Run this task?", "It is submitted to the service like any task of Flyte's, with the host's own credentials, and may cost money there.", "Run it");
            var shown = await dialogs.ShowAsync<ConfirmDialog>(question.Title, new DialogParameters<ConfirmDialog> { { dialog => dialog.Ask, question } });
            if (!Allowed || await shown.Result is not { Canceled: false })
            {
                return null;
            }

            LogTrial(person.Name, trial.Category, identity.Key.Value);
            var result = await grains.GetGrain<IJobGrain>(identity.Key.Value).CreateAsync(new CreateJob(identity, task));
            return result.Snapshot is { } job
                ? new TrialAnswer(!job.Phase.IsEnd() || job.Phase == JobPhase.Succeeded, job.Message, Job: identity.Key)
                : new TrialAnswer(false, $"{result.Outcome}: {result.Detail}");
        }
        catch (FormatException wrong)
        {
            return new TrialAnswer(false, wrong.Message);
        }
        catch (Exception exception) when (Outage.Of(exception) is { } outage)
        {
            return new TrialAnswer(false, $"{outage.Title}: {outage.Detail}");
        }
    }

    private (TaskRequest Task, JobIdentity Identity) Read(Trial trial)
    {
        var category = new TaskCategory(trial.Category);
        var task = new TaskRequest
        {
            Category = category,
            Template = new TaskTemplate
            {
                Id = TaskIdentifier.None with { Name = "tried-on-the-pages" },
                Sql = trial.Statement.Trim().Length > 0 ? new SqlStatement(trial.Statement) : null,
                Custom = Json<JsonElement?>("Custom", trial.Custom),
                Config = Json<Dictionary<string, string>>("Config", trial.Config) ?? [],
            },
        };
        var key = trial.Key.Trim().Length > 0 ? trial.Key.Trim() : $"pages-{time.GetUtcNow().UtcTicks}";
        return (task, JobIdentity.OfCaller(category, key));
    }

    private static T? Json<T>(string field, string text)
    {
        if (text.Trim().Length == 0)
        {
            return default;
        }

        try
        {
            return JsonSerializer.Deserialize<T>(text, PluginJson.Options);
        }
        catch (JsonException wrong)
        {
            throw new FormatException($"{field} is no such JSON: {wrong.Message}", wrong);
        }
    }

    [LoggerMessage(7011, LogLevel.Information, "{Person} tried a task of {Category} on the pages; it is job {Job}")]
    private partial void LogTrial(string person, string category, string job);
}
