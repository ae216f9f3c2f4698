using BackendPlugins.Cli.Arguments;

namespace BackendPlugins.Cli.Creation;

/// <summary>An input as it is given: <c>name=value</c> or <c>name:type=value</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Value">Its value.</param>
internal sealed record InputArgument(string Name, SimpleInputType Type, Literal Value)
{
    private const string Option = "--input";

    /// <summary>Reads an input.</summary>
    /// <param name="text">The text.</param>
    /// <param name="declared">Types that a template declares; a type in the text goes before it, a guess comes after it.</param>
    /// <exception cref="BadInputException">It is none.</exception>
    public static InputArgument Parse(string text, IReadOnlyDictionary<string, LiteralType> declared)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var left = equals < 0 ? "" : text[..equals];
        var (name, typeName) = left.Split(':', 2) is [var first, var second] ? (first, second) : (left, null);
        if (name.Length is 0)
        {
            throw new BadInputException(Option, $"must be name=value or name:type=value, for example n=3 or n:float=3; got \"{text}\"");
        }

        var value = text[(equals + 1)..];
        var type = typeName is null ? Declared(name, declared) ?? SimpleInputType.Guess(value)
            : SimpleInputType.TryFind(typeName, out var found) ? found
            : throw new BadInputException($"{Option} {name}", $"has type \"{typeName}\"; use one of {SimpleInputType.AllNames}");
        return new InputArgument(
            name,
            type,
            type.Read(value) ?? throw new BadInputException(
                $"{Option} {name}", $"must be of type {type.Names[0]}, for example {name}:{type.Names[0]}={type.Example}; got \"{value}\""));
    }

    private static SimpleInputType? Declared(string name, IReadOnlyDictionary<string, LiteralType> declared) =>
        declared.TryGetValue(name, out var type) && type is SimpleLiteralType simple
            ? SimpleInputType.All.FirstOrDefault(candidate => candidate.Type == simple.Simple)
            : null;
}
