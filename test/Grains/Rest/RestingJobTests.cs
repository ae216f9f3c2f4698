using System.Text.Json;
using BackendPlugins.Contracts;
using BackendPlugins.Grains.Life;
using BackendPlugins.Grains.Rest;

namespace BackendPlugins.Grains.Tests;

public sealed class RestingJobTests
{
    private readonly RecordSamples _samples = AtRest.Samples();

    private static JobRecord Full { get; } = Records.Running with
    {
        Message = "the service says RUNNING, 3 of 7 stages complete",
        LogLinks = [new LogLink("Console", "https://console.example/job-1?project=p"), new LogLink("Plan", "https://console.example/plan")],
        CustomInfo = Evidence.Json("""{"jobId":"job-1","bytes":123456789,"nested":{"list":[1,"two",null,true]}}"""),
        Error = Evidence.Error,
        Outputs = new JobOutputs(new Dictionary<string, Literal> { ["rows"] = new IntegerLiteral(7) }),
        EndedAt = Records.Later,
        ServiceCreatedAt = Records.Start.AddMilliseconds(1234),
        Metrics = [new MetricSeries("totalSlotMs", [new MetricSample(Records.Start, 1.5), new MetricSample(Records.Later, double.NaN)])],
        Progress = [new JobProgress(Records.Start, "first"), new JobProgress(Records.Later, "second ✓")],
        IsShed = true,
    };

    [Fact]
    public void A_record_comes_back_with_all_that_it_says()
    {
        var elsewhere = Full.Task.Execution.Id! with { Execution = "another", Node = "n7", RetryAttempt = 2 };
        JobRecord[] jobs =
        [
            Records.Waiting,
            Records.Running,
            Full,
            Full with { CustomInfo = null, Metrics = [], LogLinks = [], External = null },
            Full with { External = Evidence.External with { Id = "job-2" }, Task = Full.Task with { Execution = new TaskExecution { Id = elsewhere } } },
            Full with { Task = Full.Task with { Execution = TaskExecution.Unknown } },
        ];
        foreach (var job in jobs)
        {
            for (var round = 0; round < 3; round++)
            {
                var resting = RestingJob.Of(_samples, job, JobShown.Of(job));
                Text(resting.Unpack()).ShouldBe(Text(job));
            }
        }

        typeof(JobRecord).GetProperties().Where(property => property.GetValue(Full) is null).Select(property => property.Name)
            .ShouldBe([nameof(JobRecord.Cancel), nameof(JobRecord.ProtectedSecrets)], "the record of this test says everything that a job at rest can");
    }

    [Fact]
    public void What_callers_are_told_comes_back()
    {
        var told = JobShown.Of(Full) with { ObservedAt = Records.Later, Revision = 42, Trouble = new UpstreamTrouble(Records.Start, "busy", 3, Records.Later) };
        var resting = RestingJob.Of(_samples, Full, told);

        Text(resting.Snapshot).ShouldBe(Text(told));
        (resting.Stage, resting.ObservedAt, resting.Revision, resting.Plugin, resting.Phase, resting.CreatedAt, resting.Trouble)
            .ShouldBe((told.Stage, told.ObservedAt, told.Revision, Full.Plugin, Full.Phase, Full.CreatedAt, told.Trouble));
        Text(resting.With(Full, told with { Trouble = null, Revision = 43 }).Snapshot).ShouldBe(Text(told with { Trouble = null, Revision = 43 }));
    }

    [Fact]
    public void Jobs_of_one_task_share_its_template_and_take_a_few_hundred_bytes()
    {
        var template = Tasks.Request().Template;
        var sizes = Enumerable.Range(0, 100).Select(number =>
        {
            var job = Full with
            {
                Task = Full.Task with { Template = template },
                External = new ExternalJob($"job-{number}", Evidence.External.Coordinates),
                Fingerprint = Convert.ToHexStringLower(BitConverter.GetBytes(number * 7919)),
                LogLinks = [new LogLink("Console", $"https://console.example/job-{number}?project=p")],
                Error = null,
                Outputs = null,
                EndedAt = null,
            };
            var sample = _samples.For(job);
            var packed = sample.Pack(job);
            sample.Unpack(packed).Task.Template.ShouldBeSameAs(template);
            return packed.Length;
        }).ToList();

        sizes[^1].ShouldBeLessThan(150);
    }

    [Fact]
    public void Jobs_whose_task_is_not_the_samples_come_back_with_their_own()
    {
        foreach (var number in Enumerable.Range(0, 40))
        {
            var job = Full with { Task = Full.Task with { Template = Full.Task.Template with { Sql = new SqlStatement($"SELECT {number}") } } };
            RestingJob.Of(_samples, job, JobShown.Of(job)).Unpack().Task.Template.Sql!.Statement.ShouldBe($"SELECT {number}");
        }
    }

    [Fact]
    public void Jobs_of_one_task_come_back_with_one_template_also_where_each_brought_its_own()
    {
        var back = Enumerable.Range(0, 40).Select(_ => Full with { Task = Full.Task with { Template = Full.Task.Template with { Retries = 3 } } })
            .Select(job => RestingJob.Of(_samples, job, JobShown.Of(job)).Unpack().Task.Template).ToList();
        back.Skip(1).Distinct(ReferenceEqualityComparer.Instance).Count().ShouldBeLessThan(3);
    }

    [Fact]
    public void A_job_that_something_is_to_happen_to_does_not_rest()
    {
        RestingJob.Fits(Records.Running).ShouldBeTrue();
        foreach (var job in (JobRecord[])[Records.Accepted, Records.Submitting, Records.Succeeded, Records.Running.Cancelling(), Records.Running with { ProtectedSecrets = "x" }])
        {
            RestingJob.Fits(job).ShouldBeFalse();
        }
    }

    [Fact]
    public void News_that_say_the_same_leave_the_record_as_it_is()
    {
        var seen = Evidence.Seen(Evidence.External, ServicePhase.Running) with
        {
            CustomInfo = Evidence.Json("""{"a":1}"""),
            LogLinks = [new LogLink("Console", "https://console.example")],
            Metrics = [new MetricSeries("slots", [new MetricSample(Records.Start, 1)])],
        };
        var job = JobLife.Observe(Records.Running, seen, Records.Later);
        var again = seen with { LogLinks = [.. seen.LogLinks], Metrics = [new MetricSeries("slots", [new MetricSample(Records.Start, 1)])] };

        JobLife.Observe(job, again, Records.Later.AddSeconds(1)).ShouldBeSameAs(job);
        JobLife.Observe(job, again with { Metrics = [new MetricSeries("slots", [new MetricSample(Records.Start, 2)])] }, Records.Later).ShouldNotBeSameAs(job);
    }

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, PluginJson.Options);
}
