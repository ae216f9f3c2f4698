namespace BackendPlugins.BigQuery;

/// <summary>The table that a query task declares as its output.</summary>
internal static class JobOutput
{
    private const string UsualName = "results";

    /// <summary>Checks at planning that the interface declares what a query can give.</summary>
    /// <exception cref="TaskRefusedException">It declares something else.</exception>
    public static void Check(TaskRequest task, bool dryRun)
    {
        const string Field = "template.interface.outputs";
        var outputs = task.Template.Outputs;
        if (outputs.Count == 0)
        {
            return;
        }

        if (outputs.Count > 1)
        {
            throw new TaskRefusedException(
                Field, $"declares {string.Join(", ", outputs.Keys.Order(StringComparer.Ordinal))}; a BigQuery task has one output, named {UsualName}");
        }

        var (name, type) = outputs.Single();
        if (type is not (StructuredDatasetLiteralType or SchemaLiteralType or UnsetLiteralType))
        {
            throw new TaskRefusedException($"{Field}[\"{name}\"]", "must be a StructuredDataset: a query's output is a table");
        }

        if (dryRun)
        {
            throw new TaskRefusedException(CustomSettings.FieldOf(CustomSetting.DryRun), $"is true, and a dry run makes no table for the output {name}; remove one of them");
        }
    }

    /// <summary>Whether the interface declares an output.</summary>
    public static bool IsDeclaredBy(TaskRequest task) => task.Template.Outputs.Count > 0;

    /// <summary>Whether the table has to be known. The interface of a job that another backend started is not known here.</summary>
    public static bool IsWantedBy(TaskRequest task) => IsDeclaredBy(task) || task.IsAdopted;

    /// <summary>The outputs of a job that wrote a table.</summary>
    public static IReadOnlyDictionary<string, Literal> Of(TaskRequest task, TableReference table)
    {
        var (name, type) = IsDeclaredBy(task) ? task.Template.Outputs.Single() : new(UsualName, StructuredDatasetLiteralType.Plain);
        // Flyte's readers want a colon after the project and a dot before the table.
        var uri = $"bq://{table.ProjectId}:{table.DatasetId}.{table.TableId}";
        return new Dictionary<string, Literal>
        {
            [name] = new StructuredDatasetLiteral(uri, type as StructuredDatasetLiteralType ?? StructuredDatasetLiteralType.Plain),
        };
    }
}
