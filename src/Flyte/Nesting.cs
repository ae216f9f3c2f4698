namespace BackendPlugins.Flyte;

/// <summary>
/// The field that is being read and how deep in it we are, so that recursion has an end and errors have a place. Depth is
/// counted in levels of the JSON form, because what is accepted must also be storable.
/// </summary>
internal readonly record struct Nesting
{
    /// <summary>Levels that surround a value in its stored form: the request, its template, a map, and what stores the request.</summary>
    private const int Surroundings = 8;

    private readonly int _level;

    private Nesting(string field, int level)
    {
        Field = field;
        _level = level;
    }

    /// <summary>Levels of JSON that one value may have.</summary>
    public static int Limit { get; } = StorableDepth - Surroundings;

    /// <summary>What <see cref="PluginJson"/> writes and reads; 0 stands for System.Text.Json's own default.</summary>
    public static int StorableDepth => PluginJson.Options.MaxDepth is 0 ? 64 : PluginJson.Options.MaxDepth;

    /// <summary>The outermost field, as the caller's protocol names it.</summary>
    public string Field { get; }

    /// <summary>At the top of a field.</summary>
    public static Nesting Of(string field) => new(field, 0);

    /// <summary>At the top of an entry of a map or a named list.</summary>
    public static Nesting Of(string field, string name) => new($"{field}[\"{name}\"]", 0);

    /// <summary>Inside.</summary>
    /// <param name="levels">How many levels of JSON the step adds.</param>
    /// <exception cref="WireFormatException">Too deep.</exception>
    public Nesting Deeper(int levels)
    {
        var level = _level + levels;
        if (level > Limit)
        {
            throw new WireFormatException(Field, $"is nested too deeply: at most {Limit} levels of JSON are kept, so flatten the value or pass a file");
        }

        return new Nesting(Field, level);
    }
}
