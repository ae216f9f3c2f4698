using System.ComponentModel;
using BackendPlugins.Cli.Endpoints;
using Spectre.Console.Cli;

namespace BackendPlugins.Cli.Commands;

/// <summary>The options of commands about one job.</summary>
internal class JobSettings : EndpointSettings
{
    [CommandArgument(0, "<JOB>")]
    [Description("Resource meta in base64 or base64url (or the JSON text of one), or a job key: category/hash.")]
    public string JobText { get; init; } = "";

    [CommandOption("--category <NAME[:VERSION]>")]
    [Description("Task category; needed where the resource meta does not say it.")]
    public string? Category { get; init; }

    /// <summary>The job that is meant.</summary>
    public JobReference Job() => JobReference.Parse(JobText, Category is null ? null : CategoryText.Parse("--category", Category));
}
