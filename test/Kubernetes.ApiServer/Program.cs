using System.Globalization;
using BackendPlugins.Kubernetes.ApiServer.Objects;
using Server = BackendPlugins.Kubernetes.ApiServer.ApiServer;

// --port 6443 [--state FILE]: everyone may do everything; with a file, what was written survives the process.
var settings = new ConfigurationBuilder().AddCommandLine(args).Build();
await using var server = await Server.StartAsync(
    new ObjectStore(settings["state"]),
    new Dictionary<string, BackendPlugins.Kubernetes.ApiServer.Access.ApiUser>(),
    int.Parse(settings["port"] ?? "6443", CultureInfo.InvariantCulture));
Console.WriteLine($"Kubernetes API at {server.Address}");
await Task.Delay(Timeout.Infinite);
