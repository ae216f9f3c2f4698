using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Gateway.Connections;

/// <summary>
/// The certificate that the gRPC port shows. Certificates are renewed while the process runs: files that have changed are read
/// again, at most once a minute, and what cannot be read leaves the last good one in use.
/// </summary>
internal sealed partial class ServerCertificate(IOptions<GrpcOptions> options, TimeProvider time, ILogger<ServerCertificate> logger)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private SslStreamCertificateContext? _context;
    private (DateTime Certificate, DateTime Key) _written;
    private long _readAt;

    /// <summary>What is wrong with the files; null for nothing. Never tells what is in them.</summary>
    public static string? Problem(string certificate, string? key)
    {
        try
        {
            Read(certificate, key);
            return null;
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            return $"{certificate}{(key is null ? "" : $" with {key}")}: {exception.Message}";
        }
    }

    /// <summary>The certificate with its chain, for a connection that begins now.</summary>
    public SslStreamCertificateContext Current()
    {
        lock (_lock)
        {
            if (_context is null || time.GetElapsedTime(_readAt) >= Fresh)
            {
                Renew(options.Value.Certificate!, options.Value.CertificateKey);
                _readAt = time.GetTimestamp();
            }

            return _context!;
        }
    }

    private void Renew(string certificate, string? key)
    {
        try
        {
            var written = (File.GetLastWriteTimeUtc(certificate), File.GetLastWriteTimeUtc(key ?? certificate));
            if (_context is null || written != _written)
            {
                _context = Read(certificate, key);
                _written = written;
            }
        }
        catch (Exception exception) when (_context is not null && IsUnreadable(exception))
        {
            LogUnreadable(certificate, exception);
        }
    }

    private static SslStreamCertificateContext Read(string certificate, string? key)
    {
        using var pair = X509Certificate2.CreateFromPemFile(certificate, key);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(certificate);
        // A key that exists in memory alone cannot serve TLS on every platform.
        var server = X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), password: null);
        return SslStreamCertificateContext.Create(server, chain, offline: true);
    }

    private static bool IsUnreadable(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    [LoggerMessage(1, LogLevel.Error, "The certificate in {Path} has changed and cannot be read; the last one stays in use")]
    private partial void LogUnreadable(string path, Exception exception);
}
