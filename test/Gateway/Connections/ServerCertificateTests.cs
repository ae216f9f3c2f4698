using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BackendPlugins.Flyte.V1.Admin;
using BackendPlugins.Flyte.V1.Service;
using BackendPlugins.Gateway.Connections;
using BackendPlugins.Gateway.Hosting;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BackendPlugins.Gateway.Tests.Connections;

public sealed class ServerCertificateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("certificate-");

    private string CertificatePath => Path.Combine(_folder.FullName, "tls.crt");

    private string KeyPath => Path.Combine(_folder.FullName, "tls.key");

    [Fact]
    public async Task The_gRPC_port_speaks_TLS_with_the_certificate_that_is_set()
    {
        var issued = Issue();
        var port = FreePort();
        await using var app = GatewayHost.Build(
        [
            $"--Grpc:Port={port}", "--Http:Port=0", $"--Grpc:Certificate={CertificatePath}", $"--Grpc:CertificateKey={KeyPath}",
            "--Logging:Console:LogLevel:Default=None",
        ]);
        await app.StartAsync(TestContext.Current.CancellationToken);

        string? shown = null;
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => (shown = certificate?.GetCertHashString()) is not null;
        using var channel = GrpcChannel.ForAddress($"https://localhost:{port}", new GrpcChannelOptions { HttpHandler = handler });
        var answer = await new AgentMetadataService.AgentMetadataServiceClient(channel).ListAgentsAsync(
            new ListAgentsRequest(), cancellationToken: TestContext.Current.CancellationToken);

        answer.Agents.Count.ShouldBe(1);
        shown.ShouldBe(issued);
    }

    [Fact]
    public void A_renewed_certificate_is_shown_within_a_minute_and_a_broken_one_never()
    {
        var time = new FakeTimeProvider();
        var first = Issue();
        var certificate = new ServerCertificate(
            Microsoft.Extensions.Options.Options.Create(new GrpcOptions { Certificate = CertificatePath, CertificateKey = KeyPath }), time, NullLogger<ServerCertificate>.Instance);
        certificate.Current().TargetCertificate.Thumbprint.ShouldBe(first);

        var second = Issue(written: TimeSpan.FromMinutes(1));
        certificate.Current().TargetCertificate.Thumbprint.ShouldBe(first);
        time.Advance(TimeSpan.FromMinutes(1));
        certificate.Current().TargetCertificate.Thumbprint.ShouldBe(second);

        File.WriteAllText(CertificatePath, "half a file");
        time.Advance(TimeSpan.FromMinutes(1));
        certificate.Current().TargetCertificate.Thumbprint.ShouldBe(second);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_stops_the_start_and_names_the_setting()
    {
        await File.WriteAllTextAsync(CertificatePath, "no certificate", TestContext.Current.CancellationToken);
        using var errors = new StringWriter();
        var code = await GatewayHost.RunAsync(
            ["--Grpc:Port=0", "--Http:Port=0", $"--Grpc:Certificate={CertificatePath}", "--Logging:Console:LogLevel:Default=None"], errors);

        code.ShouldBe(1);
        errors.ToString().ShouldContain("Grpc:Certificate");
        errors.ToString().ShouldContain(CertificatePath);
    }

    [Fact]
    public void A_key_without_a_certificate_is_refused() =>
        new GrpcOptions { CertificateKey = KeyPath }.Validate(new(new object())).ShouldHaveSingleItem().ErrorMessage.ShouldNotBeNull().ShouldContain("Grpc:Certificate");

    public void Dispose() => _folder.Delete(recursive: true);

    private string Issue(TimeSpan written = default)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        File.WriteAllText(CertificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(KeyPath, key.ExportPkcs8PrivateKeyPem());
        // File systems keep coarse times: two writes of one test may look like one.
        File.SetLastWriteTimeUtc(CertificatePath, File.GetLastWriteTimeUtc(CertificatePath) + written);
        return certificate.Thumbprint;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
