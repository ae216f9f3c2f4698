using BackendPlugins;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using TaskRequest = BackendPlugins.TaskRequest;

// Two arguments: provider and connection string. One line for each acknowledged write: the key and the job's message.
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
