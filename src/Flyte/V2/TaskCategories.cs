namespace BackendPlugins.Flyte.V2;

/// <summary>Task categories between wire and records.</summary>
public static class TaskCategories
{
    /// <summary>Reads a category.</summary>
    /// <param name="category">The request's <c>task_category</c>, or null.</param>
    /// <returns>Null where the request names none.</returns>
    public static TaskCategory? FromWire(Connector.TaskCategory? category) =>
        category is { Name.Length: > 0 } ? new TaskCategory(category.Name, category.Version) : null;

    /// <summary>Writes a category.</summary>
    /// <param name="category">The category.</param>
    public static Connector.TaskCategory ToWire(TaskCategory category)
    {
        ArgumentNullException.ThrowIfNull(category);
        return new Connector.TaskCategory { Name = category.Name, Version = category.Version };
    }
}
