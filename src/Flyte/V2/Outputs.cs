namespace BackendPlugins.Flyte.V2;

/// <summary>A job's outputs between wire and records.</summary>
public static class Outputs
{
    /// <summary>Writes outputs in the order of their names.</summary>
    /// <param name="outputs">The outputs, or null.</param>
    /// <returns>Null where there is nothing: a message that is set but empty would hide what the task wrote itself.</returns>
    /// <exception cref="WireFormatException">A value has no form on the wire; the message names it.</exception>
    public static Task.Outputs? ToWire(IReadOnlyDictionary<string, Literal>? outputs) =>
        outputs is null or { Count: 0 } ? null : new Task.Outputs { Literals = { Literals.ToWire(outputs, "outputs") } };

    /// <summary>Reads outputs.</summary>
    /// <param name="wire">The outputs, or null.</param>
    /// <returns>Null where none are set.</returns>
    /// <exception cref="WireFormatException">A value is malformed or a name is there twice; the message names it.</exception>
    public static IReadOnlyDictionary<string, Literal>? FromWire(Task.Outputs? wire) =>
        wire is null ? null : Literals.FromWire(wire.Literals, "outputs");
}
