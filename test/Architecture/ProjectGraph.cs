using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace BackendPlugins.Architecture.Tests;

/// <summary>Every project of the repository with its references, read from the project files.</summary>
internal sealed record ProjectGraph(IReadOnlyList<ProjectGraph.Project> Projects)
{
    public static ProjectGraph Read()
    {
        var root = Root();
        string[] folders = ["src", "simulators", "test", "bench", "samples"];
        var files = folders
            .Select(folder => Path.Combine(root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories));
        return new ProjectGraph([.. files.Select(file => Project.Read(root, file))]);
    }

    public static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    /// <param name="Folder">Relative to the root with forward slashes, for example <c>src/Plugins/BigQuery</c>.</param>
    /// <param name="References">Folders of referenced projects.</param>
    /// <param name="Packages">Referenced packages and frameworks.</param>
    /// <param name="Sdk">The project's SDK.</param>
    internal sealed record Project(string Folder, IReadOnlyList<string> References, IReadOnlyList<string> Packages, string Sdk)
    {
        public static Project Read(string root, string file)
        {
            var document = XDocument.Load(file);
            var folder = Path.GetDirectoryName(file)!;
            return new Project(
                Relative(folder),
                [.. Includes("ProjectReference").Select(path => Relative(Path.GetDirectoryName(Path.GetFullPath(Path.Combine(folder, path.Replace('\\', '/'))))!))],
                [.. Includes("PackageReference"), .. Includes("FrameworkReference")],
                document.Root!.Attribute("Sdk")?.Value ?? "");

            string Relative(string path) => Path.GetRelativePath(root, path).Replace('\\', '/');
            IEnumerable<string> Includes(string element) => 
                document.Descendants(element).Select(item => item.Attribute("Include")?.Value).OfType<string>();
        }
    }
}
