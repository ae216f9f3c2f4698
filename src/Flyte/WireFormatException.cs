namespace BackendPlugins.Flyte;

/// <summary>A message that cannot be understood as what it claims to be. Its sender has to change it; sending it again does not help.</summary>
public sealed class WireFormatException : Exception
{
    /// <summary>Creates it.</summary>
    /// <param name="field">The field at fault as the caller's protocol names it, for example <c>template.type</c>.</param>
    /// <param name="problem">What is wrong and what to do, for example <c>is empty: name the task type</c>.</param>
    /// <param name="inner">The cause, or null.</param>
    public WireFormatException(string field, string problem, Exception? inner = null)
        : base($"{field} {problem}", inner)
    {
        Field = field;
        Problem = problem;
    }

    /// <summary>The field at fault.</summary>
    public string Field { get; }

    /// <summary>What is wrong with it and what to do.</summary>
    public string Problem { get; }
}
