using System.Text.Json;
using BackendPlugins.Kubernetes.Manifests.Tests.Tools;

namespace BackendPlugins.Kubernetes.Manifests.Tests.Images;

/// <summary>Images as the SDK publishes them, on a base that stands in for .NET's own.</summary>
public sealed class ImageTests(StandInBase standIn, ITestOutputHelper output) : IClassFixture<StandInBase>
{
    [Theory]
    [InlineData("src/Silo", "backend-plugins/silo", "BackendPlugins.Silo", new[] { 8080, 11111, 30000 })]
    [InlineData("src/Gateway", "backend-plugins/gateway", "BackendPlugins.Gateway", new[] { 8000, 8080 })]
    [InlineData("src/Standalone", "backend-plugins/standalone", "BackendPlugins.Standalone", new[] { 8000, 8080 })]
    [InlineData("simulators/BigQuery", "backend-plugins/bigquery-simulator", "BackendPlugins.BigQuery.Simulator", new[] { 8080, 9050 })] // 8080 is the base's.
    public async Task An_image_runs_its_program_as_a_user_without_rights(string project, string repository, string program, int[] ports)
    {
        var folder = Directory.CreateTempSubdirectory("image");
        try
        {
            var path = Path.Combine(folder.FullName, "image.tar.gz");
            var publish = await Tool.RunAsync(
                "dotnet",
                [
                    "publish", Repository.Path(project.Split('/')), "-c", "Release", "--no-build", "-v", "quiet", "-t:PublishContainer",
                    $"-p:ContainerBaseImage={standIn.Image}", $"-p:ContainerArchiveOutputPath={path}", $"-p:PublishDir={folder.FullName}/publish/",
                ],
                environment: ("DOTNET_CONTAINER_INSECURE_REGISTRIES", standIn.Registry));
            publish.Must();

            var image = await ImageArchive.ReadAsync(path);
            output.WriteLine($"{repository}: {image.Bytes / 1048576.0:0.0} MiB on top of its base, {image.Files.Count} files");
            image.Tag.ShouldStartWith($"{repository}:");
            image.Settings.GetProperty("User").GetString().ShouldBe("1654");
            image.Settings.GetProperty("ExposedPorts").EnumerateObject().Select(port => port.Name).ShouldBe(ports.Select(port => $"{port}/tcp"), ignoreOrder: true);
            string[] start = [.. Strings(image.Settings.GetProperty("Entrypoint"))];
            start.ShouldBe(["dotnet", $"/app/{program}.dll"]);
            image.Files.ShouldContainKey(start[1]);
            image.Files.ShouldContainKey("/etc/stand-in");
            Strings(image.Settings.GetProperty("Env")).ShouldContain("DOTNET_RUNNING_IN_CONTAINER=true");
            image.Settings.GetProperty("WorkingDir").GetString().ShouldBe("/app/");
            image.Settings.GetProperty("Labels").GetProperty("org.opencontainers.image.licenses").GetString().ShouldBe("Apache-2.0");

            // What runs cannot change what runs.
            image.Files.Where(file => file.Key.StartsWith("/app/", StringComparison.Ordinal) && file.Value.HasFlag(UnixFileMode.OtherWrite)).Select(file => file.Key).ShouldBeEmpty();
            image.Files.Keys.ShouldNotContain(file => file.EndsWith(".pfx", StringComparison.Ordinal) || file.EndsWith(".db", StringComparison.Ordinal) || file.EndsWith("appsettings.Development.json", StringComparison.Ordinal));
            image.Bytes.ShouldBeLessThan(60 * 1024 * 1024);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Strings(JsonElement array) => array.EnumerateArray().Select(item => item.GetString()!);
}
