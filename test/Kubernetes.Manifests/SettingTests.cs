using System.ComponentModel.DataAnnotations;
using System.Reflection;
using BackendPlugins.Kubernetes.Manifests.Tests.Rendering;
using k8s.Models;
using Microsoft.Extensions.Configuration;

namespace BackendPlugins.Kubernetes.Manifests.Tests;

/// <summary>Settings in manifests against the options classes that read them.</summary>
public sealed class SettingTests
{
    private static readonly List<Type> Options = [.. Directory.EnumerateFiles(AppContext.BaseDirectory, "BackendPlugins.*.dll")
        .Select(file => Path.GetFileNameWithoutExtension(file)!)
        .Where(name => !name.EndsWith("Tests", StringComparison.Ordinal))
        .Select(Assembly.Load)
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => Section(type) is not null)];

    public static TheoryData<string> All => Renderings.Rows;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Every_setting_exists_and_its_value_is_good(string rendering)
    {
        var manifest = await Renderings.ReadAsync(rendering);
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in manifest.Of<V1ConfigMap>().SelectMany(map => map.Data)
            .Concat(manifest.Workloads.Where(workload => workload.Component is "silo" or "gateway" or "migrate")
                .SelectMany(workload => workload.Container.Env ?? []).Select(variable => KeyValuePair.Create(variable.Name, variable.Value)))
            .Where(setting => setting.Key is not ("SettingsFolder" or "POD_NAME" or "POD_UID")))
        {
            settings[name.Replace("__", ":", StringComparison.Ordinal)] = value ?? Example(name);
        }

        settings.Keys.Where(key => !Options.Any(type => Has(type, key))).ShouldBeEmpty();
        Problems(settings).ShouldBeEmpty();
    }

    [Fact]
    public void A_setting_that_nobody_reads_and_a_broken_value_are_found()
    {
        Options.ShouldNotContain(type => Has(type, "JobStore:Retentoin"));
        Options.ShouldContain(type => Has(type, "Silo:Plugins:0"));
        Problems(new Dictionary<string, string?> { ["Telemetry:SampleRatio"] = "2" }).ShouldNotBeEmpty();
    }

    private static string? Section(Type type) =>
        type.Name.EndsWith("Options", StringComparison.Ordinal)
        && type.GetField("Section", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true } section ? (string)section.GetRawConstantValue()! : null;

    private static bool Has(Type type, string key) => key.StartsWith(Section(type) + ":", StringComparison.OrdinalIgnoreCase)
        && type.GetProperty(key[(Section(type)!.Length + 1)..].Split(':')[0], BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)?.SetMethod?.IsPublic == true;

    private static List<string> Problems(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var problems = new List<string>();
        foreach (var type in Options.Where(type => settings.Keys.Any(key => Has(type, key)) && type.GetConstructor([]) is not null))
        {
            var options = Activator.CreateInstance(type)!;
            configuration.GetSection(Section(type)!).Bind(options);
            foreach (var property in type.GetProperties().Where(property => settings.Keys.Any(key => key.StartsWith($"{Section(type)}:{property.Name}", StringComparison.OrdinalIgnoreCase))))
            {
                var found = new List<ValidationResult>();
                Validator.TryValidateProperty(property.GetValue(options), new ValidationContext(options) { MemberName = property.Name }, found);
                problems.AddRange(found.Select(problem => problem.ErrorMessage!));
            }
        }

        return problems;
    }

    // What the downward API would give.
    private static string Example(string name) => name == "Silo__Address" ? "10.0.0.7" : "backend-plugins-silo-0";
}
