using System.Text.Json;

namespace BackendPlugins.Standalone.Demo;

/// <summary>
/// One run of the demo, remembered in the data folder: started again after a crash, the demo creates the same jobs once
/// more, as Flyte does when it has not seen the answer, and finds the ones that exist.
/// </summary>
/// <param name="Name">Name of the workflow execution that all its jobs belong to.</param>
/// <param name="Jobs">How many.</param>
/// <param name="Finished">Whether every job has been seen to end.</param>
internal sealed record DemoRun(string Name, int Jobs, bool Finished)
{
    /// <summary>The unfinished run of a folder, or a new one.</summary>
    public static DemoRun OpenOrBegin(string file, int jobs, TimeProvider time, out bool continued)
    {
        var earlier = Read(file);
        continued = earlier is { Finished: false } && earlier.Jobs == jobs;
        if (continued)
        {
            return earlier!;
        }

        var run = new DemoRun($"demo-{time.GetUtcNow():yyyyMMdd-HHmmss}", jobs, Finished: false);
        run.Save(file);
        return run;
    }

    public void Save(string file)
    {
        // Written aside and renamed: a crash leaves the old or the new file, never half of one.
        var aside = file + ".new";
        File.WriteAllText(aside, JsonSerializer.Serialize(this));
        File.Move(aside, file, overwrite: true);
    }

    private static DemoRun? Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<DemoRun>(File.ReadAllText(file)) : null;
        }
        catch (JsonException)
        {
            // Not ours or damaged: a new run is what the user asked for.
            return null;
        }
    }
}
