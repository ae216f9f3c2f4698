using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace BackendPlugins.Dashboard.Assets;

/// <summary>The embedded scripts and styles. Their addresses carry a hash, so that browsers keep them for good.</summary>
internal sealed class AssetCatalog
{
    private const string Prefix = "assets/";

    private readonly FrozenDictionary<string, Asset> _assets = typeof(AssetCatalog).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..], Asset.Read, StringComparer.Ordinal);

    /// <summary>The address of an asset, relative to the application's root.</summary>
    /// <param name="name">Its file name.</param>
    public string Address(string name) => $"_pages/{name}?v={_assets[name].Version}";

    /// <summary>Answers with an asset.</summary>
    /// <param name="name">Its file name.</param>
    /// <param name="http">The request.</param>
    public IResult Answer(string name, HttpContext http)
    {
        if (!_assets.TryGetValue(name, out var asset))
        {
            return Results.NotFound();
        }

        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.Vary = "Accept-Encoding";
        headers.CacheControl = http.Request.Query["v"] == asset.Version ? "public, max-age=31536000, immutable" : "no-cache";
        if (!http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
        {
            return Results.Bytes(asset.Plain, asset.ContentType);
        }

        headers.ContentEncoding = "br";
        return Results.Bytes(asset.Brotli.Value, asset.ContentType);
    }

    private sealed record Asset(byte[] Plain, Lazy<byte[]> Brotli, string Version, string ContentType)
    {
        public static Asset Read(string resource)
        {
            using var stream = typeof(AssetCatalog).Assembly.GetManifestResourceStream(resource)!;
            var plain = new byte[stream.Length];
            stream.ReadExactly(plain);
            var type = resource.EndsWith(".css", StringComparison.Ordinal) ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
            return new Asset(plain, new Lazy<byte[]>(() => Compress(plain)), Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 8)), type);
        }

        private static byte[] Compress(byte[] plain)
        {
            using var packed = new MemoryStream();
            using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal))
            {
                brotli.Write(plain);
            }

            return packed.ToArray();
        }
    }
}
