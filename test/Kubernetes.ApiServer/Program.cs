using System.Globalization;
using BackendPlugins.Kubernetes.ApiServer.Access;
using BackendPlugins.Kubernetes.ApiServer.Objects;
using Server = BackendPlugins.Kubernetes.ApiServer.ApiServer;

// --port 6443 [--state FILE] [--accounts NAMESPACE:NAME,...]: with a file, what was written survives the process; with accounts, token
// NAME is that service account, which may do what its Roles say, and token admin may do everything. Without, everyone may.
var settings = new ConfigurationBuilder().AddCommandLine(args).Build();
var users = (settings["accounts"]?.Split(',') ?? []).ToDictionary(account => account.Split(':')[1], account => new ApiUser($"system:serviceaccount:{account}", []));
if (users.Count > 0)
{
    users["admin"] = new ApiUser("admin");
}

await using var server = await Server.StartAsync(
    new ObjectStore(settings["state"]), users, int.Parse(settings["port"] ?? "6443", CultureInfo.InvariantCulture));
Console.WriteLine($"Kubernetes API at {server.Address}");
await Task.Delay(Timeout.Infinite);
