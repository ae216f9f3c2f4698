namespace BackendPlugins.Architecture.Tests;

/// <summary>A file is a room: small, and named for what is in it.</summary>
public sealed class FileTests
{
    private static readonly string[] VagueEndings = ["Manager", "Helper", "Helpers", "Util", "Utils", "Common", "Misc"];

    [Fact]
    public void No_product_file_is_larger_than_a_room() =>
        Sources("src", "simulators").Where(file => File.ReadLines(file).Count() > 300).ShouldBeEmpty();

    [Fact]
    public void No_name_says_nothing() =>
        Sources("src", "simulators", "test")
            .Where(file => VagueEndings.Any(ending => Path.GetFileNameWithoutExtension(file).EndsWith(ending, StringComparison.Ordinal)))
            .ShouldBeEmpty();

    private static IEnumerable<string> Sources(params string[] folders) => folders
        .Select(folder => Path.Combine(ProjectGraph.Root(), folder))
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories));
}
