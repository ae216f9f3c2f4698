using BackendPlugins.Cli.Arguments;
using BackendPlugins.Flyte.V1;
using BackendPlugins.Flyte.V1.Admin;
using Google.Protobuf;
using Core = BackendPlugins.Flyte.V1.Core;

namespace BackendPlugins.Cli.Creation;

/// <summary>A file that holds Flyte's TaskTemplate in protobuf's JSON form, as Flyte's own tools write it.</summary>
internal static class TemplateFile
{
    private const string Option = "--template";

    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>Reads the file as a request for that task.</summary>
    /// <param name="path">The file.</param>
    /// <param name="category">The category that the user named, or null to take the template's.</param>
    /// <exception cref="BadInputException">It cannot be read, is no template, or is one of another category.</exception>
    public static TaskRequest Read(string path, TaskCategory? category)
    {
        var template = Parse(OptionText.File(Option, path), path);
        if (category is not null)
        {
            if (template.Type.Length > 0 && template.Type != category.Name)
            {
                throw new BadInputException(
                    Option, $"{path} is a template of {template.Type}, but the command line says {category.Name}; leave CATEGORY out or correct the file");
            }

            template.Type = category.Name;
            template.TaskTypeVersion = Math.Max(template.TaskTypeVersion, category.Version);
        }

        return template.Type.Length > 0
            ? TaskRequests.FromWire(new CreateTaskRequest { Template = template })
            : throw new BadInputException(Option, $"{path} has no \"type\"; add one, for example \"bigquery_query_job_task\", or say CATEGORY");
    }

    private static Core.TaskTemplate Parse(string text, string path)
    {
        try
        {
            return Parser.Parse<Core.TaskTemplate>(text);
        }
        catch (Exception problem) when (problem is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new BadInputException(Option, $"{path} must be a Flyte TaskTemplate in protobuf's JSON form; {problem.Message}");
        }
    }
}
