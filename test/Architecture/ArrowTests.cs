namespace BackendPlugins.Architecture.Tests;

/// <summary>The arrows of the house: who may know whom.</summary>
public sealed class ArrowTests
{
    private const string Abstractions = "src/Plugins/Abstractions";
    private const string Contracts = "src/Contracts";

    private static readonly ProjectGraph Graph = ProjectGraph.Read();

    // A project that is not listed here fails the test: whoever adds one says what it may know.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [Abstractions] = [],
        ["src/Plugins/BigQuery"] = [Abstractions],
        [Contracts] = [Abstractions],
        ["src/Grains"] = [Contracts, Abstractions],
        ["src/Storage"] = [Contracts, Abstractions],
        ["src/Flyte"] = [Contracts, Abstractions],
        ["src/Clustering.Kubernetes"] = [],
        ["src/Hosting"] = ["src/Clustering.Kubernetes"],
        ["src/Gateway"] = [Contracts, Abstractions, "src/Dashboard", "src/Flyte", "src/Hosting"],
        ["src/Dashboard"] = [Contracts, Abstractions],
        ["src/Cli"] = [Contracts, Abstractions, "src/Flyte"],
        ["src/Silo"] = [Contracts, Abstractions, "src/Grains", "src/Hosting", "src/Storage", "src/Plugins/BigQuery"],
        ["src/Standalone"] = [Contracts, Abstractions, "src/Silo", "src/Gateway", "src/Dashboard", "src/Flyte", "simulators/BigQuery"],
        ["simulators/BigQuery"] = [],
        ["bench/Micro"] = ["src/Gateway", "src/Grains"],
        ["bench/Whole"] = [
            "src/Flyte", "src/Gateway", "src/Silo", "src/Standalone", "src/Storage", "src/Cli", Contracts, "simulators/BigQuery", "test/Processes",
        ],
    };

    public static TheoryData<string> Products => [.. Graph.Projects.Select(project => project.Folder).Where(folder => !folder.StartsWith("test/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Products))]
    public void A_project_knows_only_what_its_place_in_the_house_allows(string folder)
    {
        Allowed.ShouldContainKey(folder, "a new project must be given its arrows here");
        Find(folder).References.Except(Allowed[folder]).ShouldBeEmpty();
    }

    [Fact]
    public void Every_arrow_that_is_allowed_leads_to_a_project_that_exists()
    {
        var folders = Graph.Projects.Select(project => project.Folder).ToHashSet();
        Allowed.SelectMany(rule => rule.Value.Append(rule.Key)).Distinct().Where(folder => !folders.Contains(folder)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Abstractions)]
    [InlineData("src/Plugins/BigQuery")]
    public void What_plugin_authors_see_has_no_Orleans_and_no_web_server(string folder)
    {
        var project = Find(folder);
        project.Packages.ShouldNotContain(package => package.StartsWith("Microsoft.Orleans", StringComparison.Ordinal));
        project.Packages.ShouldNotContain(package => package.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
        project.Sdk.ShouldBe("Microsoft.NET.Sdk");
    }

    [Fact]
    public void Contracts_have_no_web_server_and_no_storage() =>
        Find(Contracts).Packages.ShouldBe(["Microsoft.Orleans.Sdk"]);

    [Fact]
    public void Every_project_is_part_of_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(ProjectGraph.Root(), "Orleans.BackendPlugins.sln")).Replace('\\', '/');
        Graph.Projects.Where(project => !solution.Contains($"\"{project.Folder}/", StringComparison.Ordinal)).Select(project => project.Folder).ShouldBeEmpty();
    }

    private static ProjectGraph.Project Find(string folder) => Graph.Projects.Single(project => project.Folder == folder);
}
