using Spectre.Console;
using Spectre.Console.Cli;
using Spectre.Console.Cli.Help;
using Spectre.Console.Rendering;

namespace BackendPlugins.Cli;

/// <summary>Help that ends with what scripts have to know.</summary>
internal sealed class HelpWithExitCodes(ICommandAppSettings settings) : HelpProvider(settings)
{
    private const string Codes = """

        [yellow]EXIT CODES:[/]
            0    done; with create --wait and watch: the job SUCCEEDED
            1    wrong usage or bad input, also where the endpoint says so
            2    the job FAILED (create --wait, watch)
            3    the job RETRYABLE_FAILED (create --wait, watch)
            4    the job was ABORTED (create --wait, watch)
            5    not found
            6    the endpoint is unavailable or did not answer in time
            7    any other error
            8    a load lost, doubled or mistold a job, or met a condition of --fail-if
            130  interrupted with Ctrl-C

        [yellow]ENVIRONMENT:[/]
            BACKENDCTL_ENDPOINT  instead of --endpoint
            BACKENDCTL_HTTP      instead of --http
            NO_COLOR             no colours

        """;

    public override IEnumerable<IRenderable> GetFooter(ICommandModel model, ICommandInfo? command) => [new Markup(Codes)];
}
