using Microsoft.Extensions.Options;

namespace BackendPlugins.Gateway;

/// <summary>The default connectors, and what must hold of configured ones.</summary>
internal sealed class ConnectorsOptionsSetup : IPostConfigureOptions<ConnectorsOptions>, IValidateOptions<ConnectorsOptions>
{
    public void PostConfigure(string? name, ConnectorsOptions options)
    {
        if (options.Connectors.Count == 0)
        {
            options.Connectors.Add(new ConnectorOptions
            {
                Name = "Bigquery Connector",
                Categories = { new ConnectorCategoryOptions { Name = "bigquery_query_job_task" } },
            });
        }
    }

    public ValidateOptionsResult Validate(string? name, ConnectorsOptions options)
    {
        var failures = new List<string>();
        var types = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < options.Connectors.Count; i++)
        {
            var connector = options.Connectors[i];
            if (string.IsNullOrWhiteSpace(connector.Name))
            {
                failures.Add($"Connectors:{i}:Name is empty: give the name that Flyte's lists show.");
            }

            if (connector.Categories.Count == 0)
            {
                failures.Add($"Connectors:{i}:Categories is empty: name a task category, for example bigquery_query_job_task.");
            }

            for (var j = 0; j < connector.Categories.Count; j++)
            {
                var category = connector.Categories[j];
                if (string.IsNullOrWhiteSpace(category.Name))
                {
                    failures.Add($"Connectors:{i}:Categories:{j}:Name is empty: give a task type.");
                }
                else if (!types.Add(category.Name))
                {
                    failures.Add($"Connectors:{i}:Categories:{j}:Name repeats {category.Name}: Flyte keeps one version of a task type.");
                }
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
