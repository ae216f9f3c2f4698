using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace BackendPlugins.BigQuery.Tests.Kit;

/// <summary>Google's token endpoint on this machine, and keys of service accounts that ask there.</summary>
internal sealed class TokenEndpoint : IDisposable
{
    private static readonly Lazy<string> PrivateKey = new(() =>
    {
        using var key = RSA.Create(2048);
        return key.ExportPkcs8PrivateKeyPem();
    });

    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private int _requests;

    public TokenEndpoint()
    {
        Uri = $"http://127.0.0.1:{FreePort()}/token/";
        _listener.Prefixes.Add(Uri);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Uri { get; }

    /// <summary>Requests so far.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>The OAuth error that is answered; null for tokens.</summary>
    public string? Error { get; set; }

    /// <summary>Holds answers back.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>A key file of a service account.</summary>
    public string KeyOf(string account = "sa@acme.iam.gserviceaccount.com") => new JsonObject
    {
        ["type"] = "service_account",
        ["project_id"] = "acme",
        ["private_key_id"] = "k1",
        ["private_key"] = PrivateKey.Value,
        ["client_email"] = account,
        ["client_id"] = "1",
        ["token_uri"] = Uri,
    }.ToJsonString();

    public void Dispose()
    {
        _listener.Close();
        GC.KeepAlive(_serving);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task<HttpListenerContext?> NextAsync()
    {
        try
        {
            return await _listener.GetContextAsync();
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException && !_listener.IsListening)
        {
            return null;
        }
    }

    private async Task ServeAsync()
    {
        while (await NextAsync() is { } context)
        {
            var number = Interlocked.Increment(ref _requests);
            await Gate;
            context.Response.StatusCode = Error is null ? 200 : 400;
            context.Response.ContentType = "application/json";
            var answer = Error is null
                ? new JsonObject { ["access_token"] = $"token{number}", ["expires_in"] = 3600, ["token_type"] = "Bearer" }
                : new JsonObject { ["error"] = Error, ["error_description"] = "words of the endpoint" };
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer.ToJsonString()));
            context.Response.Close();
        }
    }
}
