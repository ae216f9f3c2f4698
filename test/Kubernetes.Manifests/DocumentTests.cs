using System.Text.RegularExpressions;
using BackendPlugins.Kubernetes.Manifests.Tests.Tools;
using YamlDotNet.Serialization;

namespace BackendPlugins.Kubernetes.Manifests.Tests;

/// <summary>What a newcomer follows: links, paths and examples of the documents.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents =>
    [
        "README.md", "k8s/README.md",
        .. Directory.GetFiles(Repository.Path("docs"), "*.md").Select(file => $"docs/{Path.GetFileName(file)}").Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_link_leads_to_a_file_and_a_section_that_exist(string document)
    {
        var folder = Path.GetDirectoryName(Repository.Path(document))!;
        foreach (var target in Link().Matches(Repository.Text(document)).Select(link => link.Groups[1].Value).Where(link => !link.Contains("://", StringComparison.Ordinal)))
        {
            var (file, anchor) = target.Split('#') is [var before, var after] ? (before, after) : (target, null);
            var path = file.Length == 0 ? Repository.Path(document) : Path.GetFullPath(Path.Combine(folder, file));
            (File.Exists(path) || Directory.Exists(path)).ShouldBeTrue($"{document}: {target}");
            if (anchor is not null)
            {
                Heading().Matches(File.ReadAllText(path)).Select(heading => heading.Groups[1].Value.ToLowerInvariant().Replace(' ', '-')).ShouldContain(anchor, target);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_path_that_is_named_exists(string document) =>
        NamedPath().Matches(Repository.Text(document)).Select(path => path.Groups[1].Value.TrimEnd('.', '/'))
            .Where(path => !File.Exists(Repository.Path(path)) && !Directory.Exists(Repository.Path(path))).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_YAML_example_is_YAML(string document)
    {
        foreach (Match example in Yaml().Matches(Repository.Text(document)))
        {
            // Examples inside a list are indented with it.
            var indent = example.Groups["indent"].Value;
            var text = string.Join('\n', example.Groups["text"].Value.Split('\n').Select(line => line.StartsWith(indent, StringComparison.Ordinal) ? line[indent.Length..] : line));
            new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<Dictionary<string, object>>(text).ShouldNotBeEmpty();
        }
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^##+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"(?<![\w/.-])((?:k8s|src|test|simulators|docs)/[\w./-]+)")]
    private static partial Regex NamedPath();

    [GeneratedRegex(@"^(?<indent> *)```yaml\n(?<text>.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Yaml();
}
