using System.Text.Json;
using BackendPlugins.Cli.Endpoints;

namespace BackendPlugins.Cli.Output;

/// <summary>A job for people.</summary>
internal static class ReportText
{
    /// <summary>Everything that is known of a job.</summary>
    public static void Write(Screen screen, TaskReport report)
    {
        screen.Field("phase", report.Phase.FlyteName(), PhaseColors.Of(report.Phase));
        if (report.Message.Length > 0)
        {
            screen.Field("message", report.Message);
        }

        WriteDetails(screen, report);
    }

    /// <summary>All but phase and message, which a watch has shown already.</summary>
    public static void WriteDetails(Screen screen, TaskReport report)
    {
        if (report.Error is { } error)
        {
            var code = error.Code.Length > 0 ? error.Code : "no code";
            screen.Field("error", $"{code} ({error.Origin}, {(error.Recoverable ? "recoverable" : "not recoverable")})");
        }

        foreach (var (index, link) in report.Links.Index())
        {
            screen.Field(index is 0 ? "links" : "", $"{link.Name}: {link.Uri}");
        }

        foreach (var (index, output) in (report.Outputs ?? new Dictionary<string, Literal>()).OrderBy(item => item.Key, StringComparer.Ordinal).Index())
        {
            screen.Field(index is 0 ? "outputs" : "", $"{output.Key} = {LiteralText.Of(output.Value)}");
        }

        if (report.CustomInfo is { } info)
        {
            screen.Field("info", JsonSerializer.Serialize(info, PluginJson.Options));
        }
    }
}
