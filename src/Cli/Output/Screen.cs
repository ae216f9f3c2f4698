using System.Text.Json;
using BackendPlugins.Cli.Arguments;
using BackendPlugins.Cli.Failures;
using Spectre.Console;

namespace BackendPlugins.Cli.Output;

/// <summary>Writes results and failures in the format that was asked for.</summary>
internal sealed class Screen(CliEnvironment environment, OutputFormat format)
{
    // No row is ever folded or cut: what does not fit is the terminal's to wrap, and a key stays a key.
    private const int TableWidth = 4096;
    private const int LabelWidth = 11;

    private static readonly JsonSerializerOptions JsonOptions = new(PluginJson.Options) { WriteIndented = true };

    public bool IsJson => format is OutputFormat.Json;

    /// <summary>The one JSON document.</summary>
    public void Json<T>(T document) => environment.Out.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(document, JsonOptions));

    /// <summary>A line as it is: never folded, so that what it holds can be copied.</summary>
    public void Line(string text) => environment.Out.Profile.Out.Writer.WriteLine(Printable(text));

    /// <summary>A label and its value.</summary>
    /// <param name="label">The label; empty to continue the one above.</param>
    /// <param name="value">The value.</param>
    /// <param name="color">A color of the value; null for none.</param>
    public void Field(string label, string value, string? color = null)
    {
        environment.Out.Markup($"[grey]{label.PadRight(LabelWidth)}[/]");
        if (color is not null)
        {
            environment.Out.MarkupLine($"[{color}]{Markup.Escape(Printable(value))}[/]");
        }
        else
        {
            Line(value);
        }
    }

    /// <summary>Columns of the terminal; null where a program reads.</summary>
    public int? TerminalWidth => environment.IsTerminal ? environment.Out.Profile.Width : null;

    /// <summary>A table in plain columns.</summary>
    public void Table(Table table)
    {
        table.Border = TableBorder.None;
        var width = environment.Out.Profile.Width;
        environment.Out.Profile.Width = TableWidth;
        environment.Out.Write(table);
        environment.Out.Profile.Width = width;
    }

    /// <summary>A remark that is no part of the result.</summary>
    public void Hint(string text)
    {
        if (!IsJson)
        {
            environment.Error.Profile.Out.Writer.WriteLine(Printable(text));
        }
    }

    /// <summary>A failure.</summary>
    public void Fail(Failure failure)
    {
        if (IsJson)
        {
            var document = new ErrorDocument(new ErrorBody(failure.Code, (int)failure.ExitCode, failure.Message));
            environment.Error.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(document, JsonOptions));
            return;
        }

        if (failure.ExitCode is ExitCode.Interrupted)
        {
            // Whoever pressed Ctrl-C knows.
            return;
        }

        environment.Error.Markup("[red]error:[/] ");
        environment.Error.Profile.Out.Writer.WriteLine(Printable(failure.Message));
    }

    // Words of a service must not steer the user's terminal.
    private static string Printable(string text) =>
        text.Any(IsControl) ? string.Concat(text.Select(letter => IsControl(letter) ? '\uFFFD' : letter)) : text;

    private static bool IsControl(char letter) => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t');
}
