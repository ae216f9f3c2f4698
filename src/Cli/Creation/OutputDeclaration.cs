using BackendPlugins.Cli.Arguments;

namespace BackendPlugins.Cli.Creation;

/// <summary>An output that the task declares: <c>name</c> for a table, or <c>name:type</c>.</summary>
internal static class OutputDeclaration
{
    private const string Option = "--returns";
    private const string Dataset = "structured_dataset";

    /// <exception cref="BadInputException">It is none.</exception>
    public static KeyValuePair<string, LiteralType> Parse(string text)
    {
        var (name, type) = text.Split(':', 2) is [var first, var second] ? (first, second) : (text, Dataset);
        if (name.Length is 0)
        {
            throw new BadInputException(Option, $"must be name or name:type, for example results or n:integer; got \"{text}\"");
        }

        return KeyValuePair.Create<string, LiteralType>(
            name,
            type.Equals(Dataset, StringComparison.OrdinalIgnoreCase) ? StructuredDatasetLiteralType.Plain
            : SimpleInputType.TryFind(type, out var simple) ? new SimpleLiteralType(simple.Type)
            : throw new BadInputException($"{Option} {name}", $"has type \"{type}\"; use {Dataset} or one of {SimpleInputType.AllNames}"));
    }
}
