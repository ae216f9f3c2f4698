using System.Text.Json;

namespace BackendPlugins.Storage;

/// <summary>Writes the task in a job's document. What is rare in a task is left to <see cref="JsonSerializer"/>.</summary>
internal static class TaskDocumentWriter
{
    /// <summary>Writes a task as a value.</summary>
    public static void Write(Utf8JsonWriter writer, TaskRequest task)
    {
        writer.WriteStartObject();
        Write(writer, task.Category);
        Write(writer, task.Template);
        writer.WriteMap("inputs"u8, task.Inputs, Write);
        writer.WriteText("outputPrefix"u8, task.OutputPrefix);
        Write(writer, task.Execution);
        writer.WriteBoolean("isAdopted"u8, task.IsAdopted);
        writer.WriteTexts("connectionConfigs"u8, task.ConnectionConfigs);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, TaskCategory category)
    {
        writer.WriteStartObject("category"u8);
        writer.WriteText("name"u8, category.Name);
        writer.WriteNumber("version"u8, category.Version);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, TaskTemplate template)
    {
        writer.WriteStartObject("template"u8);
        Write(writer, "id"u8, template.Id);
        writer.WriteMap("inputs"u8, template.Inputs, Write);
        writer.WriteMap("outputs"u8, template.Outputs, Write);
        writer.WriteElement("custom"u8, template.Custom);
        writer.WriteTexts("config"u8, template.Config);
        writer.WriteAny("timeout"u8, template.Timeout);
        writer.WriteNumber("retries"u8, template.Retries);
        if (template.Sql is { } sql)
        {
            writer.WriteStartObject("sql"u8);
            writer.WriteText("statement"u8, sql.Statement);
            writer.WriteText("dialect"u8, sql.Dialect);
            writer.WriteEndObject();
        }

        writer.WriteAny("container"u8, template.Container);
        writer.WriteElement("pod"u8, template.Pod);
        writer.WriteList("secrets"u8, template.Secrets);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, TaskIdentifier id)
    {
        writer.WriteStartObject(name);
        writer.WriteText("project"u8, id.Project);
        writer.WriteText("domain"u8, id.Domain);
        writer.WriteText("name"u8, id.Name);
        writer.WriteText("version"u8, id.Version);
        writer.WriteText("org"u8, id.Org);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, TaskExecution execution)
    {
        writer.WriteStartObject("execution"u8);
        if (execution.Id is { } id)
        {
            writer.WriteStartObject("id"u8);
            Write(writer, "task"u8, id.Task);
            writer.WriteText("project"u8, id.Project);
            writer.WriteText("domain"u8, id.Domain);
            writer.WriteText("execution"u8, id.Execution);
            writer.WriteText("node"u8, id.Node);
            writer.WriteNumber("retryAttempt"u8, id.RetryAttempt);
            writer.WriteText("org"u8, id.Org);
            writer.WriteEndObject();
        }

        writer.WriteText("namespace"u8, execution.Namespace);
        writer.WriteTexts("labels"u8, execution.Labels);
        writer.WriteTexts("annotations"u8, execution.Annotations);
        writer.WriteText("serviceAccount"u8, execution.ServiceAccount);
        writer.WriteTexts("environmentVariables"u8, execution.EnvironmentVariables);
        writer.WriteNumber("maxAttempts"u8, execution.MaxAttempts);
        writer.WriteBoolean("interruptible"u8, execution.Interruptible);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Literal literal)
    {
        switch (literal)
        {
            case IntegerLiteral integer:
                writer.WriteStartObject();
                writer.WriteString("kind"u8, "integer"u8);
                writer.WriteNumber("value"u8, integer.Value);
                writer.WriteEndObject();
                break;
            case StringLiteral { Value: { } value }:
                writer.WriteStartObject();
                writer.WriteString("kind"u8, "string"u8);
                writer.WriteString("value"u8, value);
                writer.WriteEndObject();
                break;
            default:
                JsonSerializer.Serialize(writer, literal, PluginJson.Options);
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, LiteralType type)
    {
        if (type is not SimpleLiteralType { Metadata: null, DataclassAttributes.Count: 0 } simple)
        {
            JsonSerializer.Serialize(writer, type, PluginJson.Options);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("type"u8, "simple"u8);
        writer.WriteName("simple"u8, simple.Simple);
        writer.WriteText("structureTag"u8, simple.StructureTag);
        writer.WriteStartObject("dataclassAttributes"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
