namespace BackendPlugins;

/// <summary>A task that can never work as it is written. The job ends FAILED at once with these words; nothing is submitted.</summary>
public sealed class TaskRefusedException : Exception
{
    /// <summary>Creates it.</summary>
    /// <param name="field">The field at fault as its author knows it, for example <c>template.custom["Location"]</c>.</param>
    /// <param name="problem">What is wrong and what to do, for example <c>must be a string such as "EU"; got a list</c>.</param>
    public TaskRefusedException(string field, string problem)
        : base($"{field} {problem}")
    {
        Field = field;
    }

    /// <summary>The field at fault.</summary>
    public string Field { get; }
}
