using System.Text.Json;
using BackendPlugins.BigQuery.Tests.Kit;

namespace BackendPlugins.BigQuery.Tests;

/// <summary>What stays of a task once the service has its job.</summary>
public sealed class ConfirmedTaskTests
{
    [Fact]
    public void Output_and_secrets_name_stay_and_the_rest_goes()
    {
        using var stage = new PluginStage();
        var task = Samples.Task("SELECT 1", outputs: Samples.Results);
        var kept = stage.Plugin.Confirmed(task);
        kept.Template.Outputs.ShouldBe(task.Template.Outputs);
        kept.Template.Custom.ShouldBeNull();
        kept.Inputs.ShouldBeEmpty();
        kept.Template.Id.ShouldBe(task.Template.Id);
    }

    [Fact]
    public void A_long_statement_is_still_cut_out_of_the_services_words()
    {
        var statement = $"SELECT {new string('x', 5000)} FROM t";
        var task = ConfirmedTask.Of(Samples.Task(statement));
        task = ConfirmedTask.Of(task);
        task.Template.Sql!.Statement.Length.ShouldBe(201);
        ConfirmedTask.LengthOf(task).ShouldBe(statement.Length);
        ServiceWords.Clean($"Syntax error in {statement} at line 1", task).ShouldBe($"Syntax error in {statement[..200]}… at line 1");
    }

    [Fact]
    public void The_table_that_the_task_ordered_stays_for_services_that_do_not_repeat_it()
    {
        var task = Samples.Task("SELECT 1", outputs: Samples.Results);
        task = task with
        {
            Template = task.Template with
            {
                Custom = JsonSerializer.SerializeToElement(new { ProjectID = "p", destinationTable = new { datasetId = "d", tableId = "t" } }),
            },
        };
        var kept = ConfirmedTask.Of(ConfirmedTask.Of(task)).Template.Custom!.Value;
        kept.GetProperty("destinationTable").GetProperty("tableId").GetString().ShouldBe("t");
        kept.TryGetProperty("ProjectID", out _).ShouldBeFalse();
    }
}
