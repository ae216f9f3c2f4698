using System.Text.Json;
using BackendPlugins.Contracts;
using BackendPlugins.Grains.Life;

namespace BackendPlugins.Grains.Tests;

public sealed class SharedPartsTests
{
    [Fact]
    public void A_record_says_the_same_after_its_parts_are_shared()
    {
        var parts = new SharedParts();
        foreach (var job in (JobRecord[])[Records.Accepted, Records.Running, Records.Running.Cancelling(), Records.Succeeded])
        {
            Text(parts.Share(job)).ShouldBe(Text(job));
            Text(parts.Share(Read(job))).ShouldBe(Text(job));
        }
    }

    [Fact]
    public void What_two_stored_jobs_of_one_task_have_in_common_is_in_memory_once()
    {
        var parts = new SharedParts();
        var (one, other) = (parts.Share(Read(Records.Running)), parts.Share(Read(Records.Running)));

        other.Task.Template.ShouldBeSameAs(one.Task.Template);
        other.Task.Execution.Id!.Task.ShouldBeSameAs(one.Task.Template.Id);
        other.Task.Execution.Id.Project.ShouldBeSameAs(one.Task.Execution.Id!.Project);
        other.External!.Coordinates.ShouldBeSameAs(one.External!.Coordinates);
        other.Message.ShouldBeSameAs(one.Message);
    }

    [Fact]
    public void Values_that_push_each_other_out_are_never_taken_for_each_other()
    {
        var alike = new Alike<string>(StringComparer.Ordinal, places: 3);
        foreach (var round in Enumerable.Range(0, 3))
        {
            foreach (var number in Enumerable.Range(0, 100))
            {
                alike.One($"{number}").ShouldBe($"{number}");
            }
        }
    }

    private static JobRecord Read(JobRecord job) => JsonSerializer.Deserialize<JobRecord>(Text(job), PluginJson.Options)!;

    private static string Text(JobRecord job) => JsonSerializer.Serialize(job, PluginJson.Options);
}
