namespace BackendPlugins.Flyte.V1;

/// <summary>Task categories between wire and records.</summary>
public static class TaskCategories
{
    /// <summary>The category that a request is about; older callers send the task type alone, which stands for version 0.</summary>
    /// <param name="category">The request's <c>task_category</c>, or null.</param>
    /// <param name="taskType">The request's deprecated <c>task_type</c>.</param>
    /// <returns>Null where the request names none.</returns>
    public static TaskCategory? FromWire(Admin.TaskCategory? category, string taskType = "") =>
        category is { Name.Length: > 0 } ? new TaskCategory(category.Name, category.Version)
        : string.IsNullOrEmpty(taskType) ? null
        : new TaskCategory(taskType);

#pragma warning disable CS0612 // task_type is deprecated, and still all that older callers send.
    /// <summary>The category that a request is about, or null where it names none.</summary>
    /// <param name="request">The request.</param>
    public static TaskCategory? Of(Admin.GetTaskRequest request) => FromWire(request?.TaskCategory, request?.TaskType ?? "");

    /// <inheritdoc cref="Of(Admin.GetTaskRequest)"/>
    public static TaskCategory? Of(Admin.DeleteTaskRequest request) => FromWire(request?.TaskCategory, request?.TaskType ?? "");

    /// <inheritdoc cref="Of(Admin.GetTaskRequest)"/>
    public static TaskCategory? Of(Admin.GetTaskMetricsRequest request) => FromWire(request?.TaskCategory, request?.TaskType ?? "");

    /// <inheritdoc cref="Of(Admin.GetTaskRequest)"/>
    public static TaskCategory? Of(Admin.GetTaskLogsRequest request) => FromWire(request?.TaskCategory, request?.TaskType ?? "");
#pragma warning restore CS0612

    /// <summary>Writes a category.</summary>
    /// <param name="category">The category.</param>
    public static Admin.TaskCategory ToWire(TaskCategory category)
    {
        ArgumentNullException.ThrowIfNull(category);
        return new Admin.TaskCategory { Name = category.Name, Version = category.Version };
    }
}
