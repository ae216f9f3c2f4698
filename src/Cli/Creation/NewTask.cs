using BackendPlugins.Cli.Arguments;
using BackendPlugins.Cli.Commands;

namespace BackendPlugins.Cli.Creation;

/// <summary>The task that a line of <c>create</c> describes.</summary>
internal static class NewTask
{
    private const string Dialect = "ANSI";

    /// <summary>Builds it.</summary>
    /// <param name="settings">The line.</param>
    /// <param name="newExecutionName">Makes up an execution where the line names none.</param>
    /// <exception cref="BadInputException">The line is wrong; the message names the option.</exception>
    public static TaskRequest Of(CreateSettings settings, Func<string> newExecutionName)
    {
        var category = settings.Category is null ? null : CategoryText.Parse("CATEGORY", settings.Category);
        var start = settings.Template is not null ? TemplateFile.Read(settings.Template, category)
            : category is not null ? new TaskRequest { Category = category, Template = new TaskTemplate() }
            : throw new BadInputException("CATEGORY", "is missing; say a task type such as bigquery_query_job_task, or give --template file.json");
        var inputs = InputsOf(settings, start.Template);
        var execution = ExecutionOf(settings, start, newExecutionName);
        return start with
        {
            Template = start.Template with
            {
                Id = execution.Task,
                Sql = settings.Sql is null ? start.Template.Sql : new SqlStatement(StatementOf(settings.Sql), Dialect),
                Custom = CustomSettings.Of(start.Category, start.Template.Custom, settings.Custom, settings.Project, settings.Location),
                Inputs = Merge(start.Template.Inputs, inputs.Select(input =>
                    KeyValuePair.Create<string, LiteralType>(input.Name, new SimpleLiteralType(input.Type.Type)))),
                Outputs = Merge(start.Template.Outputs, settings.Returns.Select(OutputDeclaration.Parse)),
            },
            Inputs = inputs.ToDictionary(input => input.Name, input => input.Value),
            Execution = new TaskExecution { Id = execution },
            OutputPrefix = settings.OutputPrefix ?? PrefixOf(execution),
        };
    }

    private static List<InputArgument> InputsOf(CreateSettings settings, TaskTemplate template)
    {
        var inputs = settings.Inputs.Select(text => InputArgument.Parse(text, template.Inputs)).ToList();
        return inputs.GroupBy(input => input.Name).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new BadInputException($"--input {twice.Key}", "is given twice; leave one out")
            : inputs;
    }

    private static TaskExecutionId ExecutionOf(CreateSettings settings, TaskRequest start, Func<string> newExecutionName)
    {
        var known = start.Template.Id;
        var task = known != TaskIdentifier.None
            ? known
            : new TaskIdentifier(settings.FlyteProject, settings.Domain, $"backendctl.{start.Category.Name}", "1");
        return new TaskExecutionId(
            task,
            settings.FlyteProject,
            settings.Domain,
            settings.Execution ?? newExecutionName(),
            settings.Node,
            OptionText.Integer("--attempt", settings.Attempt, 0, int.MaxValue));
    }

    // As Flyte's: unique per node and attempt, the attempt last.
    private static string PrefixOf(TaskExecutionId id) =>
        $"s3://backendctl/{id.Project}/{id.Domain}/{id.Execution}/{id.Node}/{id.RetryAttempt}";

    private static string StatementOf(string sql) => sql.StartsWith('@') ? OptionText.File("--sql", sql[1..]) : sql;

    private static Dictionary<string, LiteralType> Merge(
        IReadOnlyDictionary<string, LiteralType> declared, IEnumerable<KeyValuePair<string, LiteralType>> given)
    {
        var merged = declared.ToDictionary();
        foreach (var (name, type) in given)
        {
            // What the template declares may say more than the line can.
            merged.TryAdd(name, type);
        }

        return merged;
    }
}
