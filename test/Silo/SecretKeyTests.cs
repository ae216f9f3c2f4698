using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Grains.Secrets;
using BackendPlugins.Processes;
using BackendPlugins.Silo.Secrets;
using BackendPlugins.Silo.Tests.Cluster;
using BackendPlugins.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Silo.Tests;

/// <summary>A key ring in the job store's database, for silos that share nothing else.</summary>
public sealed class SecretKeyTests(SharedPostgres postgres)
{
    private static readonly SecretBundle Secrets = new(new Dictionary<string, string> { ["token"] = "hunter2" });

    [Fact]
    public async Task What_one_silo_has_encrypted_another_decrypts()
    {
        var connection = await postgres.Server.CreateDatabaseAsync();
        await using var one = Silo(connection);
        one.GetRequiredService<JobStoreMigrations>().Apply();
        await using var other = Silo(connection);

        var text = one.GetRequiredService<ISecretProtection>().Protect(Secrets).ShouldNotBeNull();
        text.ShouldNotContain("hunter2");
        other.GetRequiredService<ISecretProtection>().Unprotect(text).ShouldNotBeNull().Values["token"].ShouldBe("hunter2");
    }

    [Fact]
    public async Task A_certificate_keeps_the_keys_from_readers_of_the_database()
    {
        var connection = await postgres.Server.CreateDatabaseAsync();
        var file = Path.Combine(Path.GetTempPath(), $"keys-{Guid.NewGuid():N}.p12");
        try
        {
            using var rsa = RSA.Create(2048);
            var request = new CertificateRequest("CN=keys", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
            await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pkcs12, "pw"), TestContext.Current.CancellationToken);
            string[] settings = [$"--Secrets:CertificateFile={file}", "--Secrets:CertificatePassword=pw"];
            await using var one = Silo(connection, settings);
            one.GetRequiredService<JobStoreMigrations>().Apply();
            await using var other = Silo(connection, settings);
            await using var thief = Silo(connection);

            var text = one.GetRequiredService<ISecretProtection>().Protect(Secrets).ShouldNotBeNull();
            other.GetRequiredService<ISecretProtection>().Unprotect(text).ShouldNotBeNull();
            thief.GetRequiredService<ISecretProtection>().Unprotect(text).ShouldBeNull();
            ((string)(await PostgresServer.ExecuteAsync(connection, "SELECT document FROM secret_key"))!).ShouldContain("EncryptedData");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_store_out_of_reach_is_told_as_such_and_not_as_a_lost_key()
    {
        await using var server = await PostgresServer.CreateAsync();
        var connection = await server.CreateDatabaseAsync();
        await using var one = Silo(connection);
        one.GetRequiredService<JobStoreMigrations>().Apply();
        var text = one.GetRequiredService<ISecretProtection>().Protect(Secrets)!;
        await server.StopAsync();

        await using var other = Silo(connection);
        var trouble = Should.Throw<JobStoreUnavailableException>(() => other.GetRequiredService<ISecretProtection>().Unprotect(text));
        trouble.InnerException.ShouldBeNull();
        Should.Throw<JobStoreUnavailableException>(() => other.GetRequiredService<ISecretProtection>().Protect(Secrets));
    }

    [Theory]
    [InlineData("needs JobStore:Provider postgres", "--JobStore:Provider=sqlite", "--ConnectionStrings:Jobs=Data Source=/tmp/none.db")]
    [InlineData("exclude each other", "--Secrets:KeyFolder=/tmp")]
    [InlineData("no such file", "--Secrets:CertificateFile=/nowhere.p12")]
    public async Task A_setting_that_cannot_be_is_told(string word, params string[] settings)
    {
        await using var silo = Silo("Host=db;Database=jobs", settings);
        Should.Throw<OptionsValidationException>(() =>
        {
            _ = silo.GetRequiredService<IOptions<SecretOptions>>().Value;
            silo.GetRequiredService<ISecretProtection>().Protect(Secrets);
        }).Message.ShouldContain(word);
    }

    private static ServiceProvider Silo(string connection, params string[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddCommandLine(["--JobStore:Provider=postgres", "--Secrets:KeysInStore=true", $"--ConnectionStrings:Jobs={connection}", .. settings])
            .Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddJobStore(configuration)
            .AddSecretProtection(configuration)
            .BuildServiceProvider();
    }
}
