using System.Text.Json;
using System.Text.Json.Nodes;
using BackendPlugins.Cli.Arguments;

namespace BackendPlugins.Cli.Creation;

/// <summary>The plugin's part of a template: what a file says, with the options for BigQuery on top.</summary>
internal static class CustomSettings
{
    private const string BigQuery = "bigquery_query_job_task";

    /// <summary>Puts it together.</summary>
    /// <param name="category">The category; the two options are BigQuery's.</param>
    /// <param name="template">What the template says, or null.</param>
    /// <param name="path">A JSON file that stands for it, or null.</param>
    /// <param name="project">Google Cloud project, or null.</param>
    /// <param name="location">BigQuery location, or null.</param>
    /// <returns>Null where nobody says anything.</returns>
    /// <exception cref="BadInputException">The file is no JSON object, or an option does not belong to the category.</exception>
    public static JsonElement? Of(TaskCategory category, JsonElement? template, string? path, string? project, string? location)
    {
        var custom = path is not null ? Read(path) : template is { } given ? JsonObject.Create(given) : null;
        Set("--project", "ProjectID", project);
        Set("--location", "Location", location);
        return custom is null ? null : JsonSerializer.SerializeToElement(custom, PluginJson.Options);

        void Set(string option, string member, string? value)
        {
            if (value is null)
            {
                return;
            }

            if (category.Name is not BigQuery)
            {
                throw new BadInputException(option, $"is a setting of {BigQuery}; give the settings of {category.Name} with --custom file.json");
            }

            (custom ??= [])[member] = value;
        }
    }

    private static JsonObject Read(string path)
    {
        try
        {
            return JsonNode.Parse(OptionText.File("--custom", path)) as JsonObject
                ?? throw new BadInputException("--custom", $"{path} must hold a JSON object such as {{\"ProjectID\": \"my-gcp-project\"}}");
        }
        catch (JsonException problem)
        {
            throw new BadInputException("--custom", $"{path} is no JSON; {problem.Message}");
        }
    }
}
