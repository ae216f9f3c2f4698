using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace BackendPlugins.Kubernetes.Manifests.Tests.Images;

/// <summary>What stands in an image's archive.</summary>
/// <param name="Tag">Its name.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Files">Its files with their modes, of all layers.</param>
/// <param name="Bytes">Size of its layers as they are sent.</param>
internal sealed record ImageArchive(string Tag, JsonElement Settings, IReadOnlyDictionary<string, UnixFileMode> Files, long Bytes)
{
    public static async Task<ImageArchive> ReadAsync(string path)
    {
        var entries = new Dictionary<string, byte[]>();
        await using (var file = File.OpenRead(path))
        await using (var content = await Unpacked(file))
        await using (var tar = new TarReader(content))
        {
            while (await tar.GetNextEntryAsync() is { } entry)
            {
                using var bytes = new MemoryStream();
                if (entry.DataStream is { } data)
                {
                    await data.CopyToAsync(bytes);
                }

                entries[entry.Name] = bytes.ToArray();
            }
        }

        var manifest = JsonDocument.Parse(entries["manifest.json"]).RootElement[0];
        var config = JsonDocument.Parse(entries[manifest.GetProperty("Config").GetString()!]).RootElement.GetProperty("config");
        var layers = manifest.GetProperty("Layers").EnumerateArray().Select(layer => entries[layer.GetString()!]).ToList();
        var files = new Dictionary<string, UnixFileMode>();
        foreach (var layer in layers)
        {
            await using var content = await Unpacked(new MemoryStream(layer));
            await using var tar = new TarReader(content);
            while (await tar.GetNextEntryAsync() is { } entry)
            {
                files["/" + entry.Name.TrimStart('.', '/')] = entry.Mode;
            }
        }

        return new ImageArchive(manifest.GetProperty("RepoTags")[0].GetString()!, config, files, layers.Sum(layer => (long)layer.Length));
    }

    private static async Task<Stream> Unpacked(Stream stream)
    {
        var head = new byte[2];
        await stream.ReadExactlyAsync(head);
        stream.Position = 0;
        return head is [0x1f, 0x8b] ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }
}
