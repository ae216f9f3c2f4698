using BackendPlugins.Contracts;
using BackendPlugins.Grains.Identity;
using BackendPlugins.Grains.Life;

namespace BackendPlugins.Grains.Tests;

public sealed class JobLifeDetailTests
{
    private static readonly LogLink Link = new("Console", "https://console/job-1");

    [Fact]
    public void A_job_is_accepted_with_its_planned_id_and_one_edge()
    {
        var job = Records.Accepted;

        (job.Stage, job.Phase).ShouldBe((JobStage.Accepted, JobPhase.Initializing));
        job.External!.Id.ShouldBe("job-1");
        job.History.ShouldHaveSingleItem().At.ShouldBe(Records.Start);
        job.SubmitStartedAt.ShouldBeNull();
    }

    [Fact]
    public void A_task_that_can_never_work_has_failed_from_the_start()
    {
        var command = Tasks.Command(Tasks.Request());
        var job = JobLife.AcceptAsFailed(command.Identity, command.Task, "Test", Evidence.Error, Records.Start);

        (job.Stage, job.Phase, job.EndedAt).ShouldBe((JobStage.Ended, JobPhase.Failed, Records.Start));
        job.Error.ShouldBe(Evidence.Error);
        job.Message.ShouldBe(Evidence.Error.Message);
        job.External.ShouldBeNull();
    }

    [Fact]
    public void The_first_submit_sets_the_instant_from_which_the_job_ages() =>
        Records.Submitting.SubmitStartedAt.ShouldBe(Records.Start.AddSeconds(1));

    [Fact]
    public void A_success_carries_outputs_links_and_custom_info()
    {
        var seen = Evidence.Seen(Evidence.External, ServicePhase.Succeeded) with
        {
            Outputs = new Dictionary<string, Literal> { ["o0"] = new IntegerLiteral(3) },
            LogLinks = [Link],
            CustomInfo = Evidence.Json("""{"slots":7}"""),
        };

        var job = JobLife.Observe(Records.Running, seen, Records.Later);

        job.Outputs!.Literals["o0"].ShouldBe(new IntegerLiteral(3));
        job.LogLinks.ShouldBe([Link]);
        job.CustomInfo!.Value.GetProperty("slots").GetInt32().ShouldBe(7);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_success_without_outputs_has_none_rather_than_an_empty_set(bool empty)
    {
        var outputs = empty ? new Dictionary<string, Literal>() : null;
        var seen = Evidence.Seen(Evidence.External, ServicePhase.Succeeded) with { Outputs = outputs };

        JobLife.Observe(Records.Running, seen, Records.Later).Outputs.ShouldBeNull();
    }

    [Fact]
    public void Links_and_custom_info_once_known_are_kept_when_the_service_leaves_them_out()
    {
        var known = Records.Running with { LogLinks = [Link], CustomInfo = Evidence.Json("""{"a":1}""") };

        var job = JobLife.Observe(known, Evidence.Seen(Evidence.External, ServicePhase.Running), Records.Later);

        job.LogLinks.ShouldBe([Link]);
        job.CustomInfo.ShouldNotBeNull();
        JobLife.IsEdge(known, job).ShouldBeFalse();
    }

    [Fact]
    public void Fresher_words_of_the_same_state_are_no_edge()
    {
        var seen = Evidence.Seen(Evidence.External, ServicePhase.Running) with { Message = "stage 3 of 9" };

        var job = JobLife.Observe(Records.Running, seen, Records.Later);

        job.Message.ShouldBe("stage 3 of 9");
        JobLife.IsEdge(Records.Running, job).ShouldBeFalse();
    }

    [Fact]
    public void A_new_link_is_an_edge()
    {
        var seen = Evidence.Seen(Evidence.External, ServicePhase.Running) with { LogLinks = [Link] };

        JobLife.IsEdge(Records.Running, JobLife.Observe(Records.Running, seen, Records.Later)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("job-1", "p", null, false)]
    [InlineData("job-2", "p", null, true)]
    [InlineData("job-1", "q", null, true)]
    [InlineData("job-1", "p", "EU", true)]
    public void Another_id_or_place_is_an_edge(string id, string project, string? location, bool edge)
    {
        var coordinates = new Dictionary<string, string> { ["project"] = project };
        if (location is not null)
        {
            coordinates["location"] = location;
        }

        var job = JobLife.Observe(Records.Running, Evidence.Seen(new ExternalJob(id, coordinates), ServicePhase.Running), Records.Later);

        JobLife.IsEdge(Records.Running, job).ShouldBe(edge);
        job.External!.Id.ShouldBe(id);
    }

    [Fact]
    public void A_failure_whose_plugin_forgot_the_error_still_has_one()
    {
        var failed = JobLife.Observe(Records.Running, new JobSeen(Evidence.External, ServicePhase.Failed) { Message = "no words" }, Records.Later);
        var retryable = JobLife.Observe(Records.Running, new JobSeen(Evidence.External, ServicePhase.RetryableFailed), Records.Later);

        failed.Error.ShouldBe(new JobError("Failed", "no words", ErrorOrigin.System));
        retryable.Error!.Retryable.ShouldBeTrue();
    }

    [Fact]
    public void A_cancel_by_somebody_else_says_so()
    {
        var job = JobLife.Observe(Records.Running, Evidence.Seen(Evidence.External, ServicePhase.Cancelled), Records.Later);

        job.Message.ShouldStartWith("cancelled at the service, not by us");
        job.Error.ShouldBe(Evidence.Error);
    }

    [Fact]
    public void The_reason_of_a_cancel_stays_in_the_last_message()
    {
        var cancelled = Records.Running.Cancelling();

        cancelled.Message.ShouldBe("deleted by Flyte; cancelling at the service");
        JobLife.Observe(cancelled, Evidence.Seen(Evidence.External, ServicePhase.Cancelled), Records.Later).Message.ShouldStartWith("deleted by Flyte");
        JobLife.Conclude(cancelled, "notFound", Records.Later).Message.ShouldStartWith("deleted by Flyte");
    }

    [Fact]
    public void An_unknown_outcome_at_a_service_without_ids_says_why_it_is_not_repeated() =>
        JobLife.ConcludeUnknown(Records.Submitting, "no such job", Records.Later).Error!.Message.ShouldContain("accepts no id of ours");

    [Fact]
    public void A_long_history_keeps_its_first_edge_and_the_newest()
    {
        var job = Records.Waiting;
        for (var i = 0; i < JobLife.LongestHistory * 2; i++)
        {
            job = JobLife.Observe(
                job with { Stage = JobStage.Submitting }, Evidence.Seen(Evidence.External, ServicePhase.Pending), Records.Start.AddMinutes(i));
        }

        job.History.Count.ShouldBe(JobLife.LongestHistory);
        job.History[0].ShouldBe(Records.Accepted.History[0]);
        job.History[^1].At.ShouldBe(Records.Start.AddMinutes((JobLife.LongestHistory * 2) - 1));
        job.History.Select(edge => edge.At).ShouldBeInOrder();
    }

    [Fact]
    public void A_confirmed_job_keeps_of_its_task_what_is_still_needed()
    {
        var task = Tasks.Request() with { Execution = Tasks.Request().Execution with { Labels = new Dictionary<string, string> { ["a"] = "b" } } };
        task = task with
        {
            Template = task.Template with
            {
                Timeout = TimeSpan.FromMinutes(5),
                Outputs = new Dictionary<string, LiteralType> { ["results"] = StructuredDatasetLiteralType.Plain },
                Config = new Dictionary<string, string> { ["poll_interval_min"] = "2", ["other"] = "x" },
            },
        };
        var running = Records.Running with { Task = task };
        var shed = JobLife.Shed(running, _ => new TaskRequest { Category = new TaskCategory("lost"), Template = new TaskTemplate() });

        shed.IsShed.ShouldBeTrue();
        shed.Task.Category.ShouldBe(task.Category);
        (shed.Task.Template.Id, shed.Task.Template.Timeout).ShouldBe((task.Template.Id, task.Template.Timeout));
        shed.Task.Template.Outputs.ShouldBe(task.Template.Outputs);
        shed.Task.Template.Config.ShouldBe(new Dictionary<string, string> { ["poll_interval_min"] = "2" });
        shed.Task.Execution.Id.ShouldBe(task.Execution.Id);
        (shed.Task.Inputs.Count, shed.Task.Execution.Labels.Count, shed.Task.Template.Sql).ShouldBe((0, 0, null));
        shed.Fingerprint.ShouldBe(RequestFingerprint.Of(task));
        JobLife.Shed(shed, _ => throw new InvalidOperationException("twice")).ShouldBeSameAs(shed);
    }

    [Fact]
    public void A_job_that_may_have_to_be_submitted_again_keeps_its_task() =>
        JobLife.Shed(Records.Submitting, _ => throw new InvalidOperationException("too early")).ShouldBeSameAs(Records.Submitting);
}
