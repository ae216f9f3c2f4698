using System.Globalization;
using BackendPlugins;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Storage;
using BackendPlugins.Storage.Writer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Storage;
using TaskRequest = BackendPlugins.TaskRequest;

// "seed", provider, connection string and a number: writes so many ended jobs and ends. Else does one thing until it is killed. "silo", a connection string and two ports: is a silo, and says so in a line. Else
// provider and connection string: writes jobs, with a line for each acknowledged write: the key and the job's message.
if (args is ["silo", var database, var siloPort, var gatewayPort])
{
    using var host = MembershipSilo.Build(database, int.Parse(siloPort, CultureInfo.InvariantCulture), int.Parse(gatewayPort, CultureInfo.InvariantCulture));
    await host.StartAsync();
    Console.WriteLine("started");
    await host.WaitForShutdownAsync();
    return;
}

if (args is ["seed", var provider, var connection, var count])
{
    await Seed.WriteAsync(provider, connection, int.Parse(count, CultureInfo.InvariantCulture));
    return;
}

var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("JobStore:Provider", args[0]), new("ConnectionStrings:Jobs", args[1])]).Build();
await using var services = new ServiceCollection().AddLogging().AddJobStore(configuration).AddJobGrainStorage().BuildServiceProvider();
services.GetRequiredService<JobStoreMigrations>().Apply();
var storage = services.GetRequiredKeyedService<IGrainStorage>("jobs");
var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
await Task.WhenAll(Enumerable.Range(0, 16).Select(WriteAsync));

async Task WriteAsync(int writer)
{
    for (var job = 0; ; job++)
    {
        var key = new JobKey("killed", $"{writer}-{job}");
        var state = new GrainState<JobState>(new JobState());
        foreach (var message in (string[])["created", "tracked"])
        {
            state.State!.Record = new JobRecord
            {
                Identity = new JobIdentity(key, "family", 0),
                Task = new TaskRequest { Category = new TaskCategory("killed"), Template = new TaskTemplate() },
                Fingerprint = "",
                Plugin = "Killed",
                Message = message,
            };
            await storage.WriteStateAsync("job", GrainId.Create("job", key.Value), state);
            await output.WriteLineAsync($"{key.Value} {message}");
        }
    }
}
