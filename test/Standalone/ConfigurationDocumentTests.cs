using System.Reflection;
using System.Runtime.CompilerServices;

namespace BackendPlugins.Standalone.Tests;

/// <summary>docs/configuration.md against the options classes.</summary>
public sealed class ConfigurationDocumentTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Root(), "docs", "configuration.md"));

    public static TheoryData<string> Settings => [.. OptionTypes()
        .SelectMany(type => type.GetProperties().Where(IsSetting).Select(property => $"{SectionOf(type)}:{property.Name}"))
        .Where(setting => !setting.StartsWith("JobStore:ConnectionString", StringComparison.Ordinal))
        .Distinct()];

    [Theory]
    [MemberData(nameof(Settings))]
    public void Every_setting_is_described(string setting) => Text.ShouldContain($"`{setting}");

    [Fact]
    public void Every_described_setting_exists()
    {
        var described = System.Text.RegularExpressions.Regex.Matches(Text, "`([A-Z][A-Za-z]+:[A-Za-z:{}]+)`").Select(match => match.Groups[1].Value);
        var known = Settings.Select(row => row.Data).ToHashSet();
        described
            .Where(setting => !setting.Contains('{', StringComparison.Ordinal) && !setting.StartsWith("ConnectionStrings:", StringComparison.Ordinal))
            .Where(setting => !known.Contains(setting))
            .ShouldBeEmpty();
    }

    private static bool IsSetting(PropertyInfo property) => property.CanWrite && property.SetMethod!.IsPublic;

    private static string SectionOf(Type type) => (string)type.GetField("Section", BindingFlags.Public | BindingFlags.Static)!.GetRawConstantValue()!;

    private static IEnumerable<Type> OptionTypes() => Directory
        .EnumerateFiles(AppContext.BaseDirectory, "BackendPlugins.*.dll")
        .Select(file => Path.GetFileNameWithoutExtension(file)!)
        .Where(name => !name.EndsWith("Tests", StringComparison.Ordinal))
        .Select(Assembly.Load)
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.GetField("Section", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true } && type.Name.EndsWith("Options", StringComparison.Ordinal) && type.Name != "ConnectorsOptions");

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
