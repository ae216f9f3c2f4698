using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Contracts.Tests;

public sealed class JobIdentityTests
{
    private static readonly JobIdentity Known = JobIdentity.Of(Requests.Attempt)!;

    /// <summary>What makes it another node, hence another job and another family.</summary>
    private static Dictionary<string, Func<TaskRequest, TaskRequest>> OtherNodes { get; } = new()
    {
        ["category"] = task => task with { Category = new TaskCategory("snowflake") },
        ["category version"] = task => task with { Category = task.Category with { Version = 1 } },
        ["project"] = task => InId(task, id => id with { Project = "x" }),
        ["domain"] = task => InId(task, id => id with { Domain = "x" }),
        ["execution"] = task => InId(task, id => id with { Execution = "x" }),
        ["node"] = task => InId(task, id => id with { Node = "x" }),
        ["org"] = task => InId(task, id => id with { Org = "x" }),
        ["task"] = task => InId(task, id => id with { Task = id.Task with { Name = "x" } }),
        ["task version"] = task => InId(task, id => id with { Task = id.Task with { Version = "x" } }),
        ["folder of the output prefix"] = task => task with { OutputPrefix = "s3://bucket/metadata/exec1/n0-n1/data/0" },
    };

    public static TheoryData<string> Others => [.. OtherNodes.Keys];

    /// <summary>Stored rows and external ids carry them: they may never change.</summary>
    [Fact]
    public void The_identity_of_a_known_attempt_stays_what_it_is()
    {
        Known.Key.Value.ShouldBe("bigquery_query_job_task/ke4el7e6xwqom2up4x7vmb3r6k");
        Known.Family.ShouldBe("muja7rbtuicwxu7hnn7zxuexon");
        Known.Attempt.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Another_node_is_another_job_of_another_family(string difference)
    {
        var other = JobIdentity.Of(OtherNodes[difference](Requests.Attempt))!;

        other.Key.ShouldNotBe(Known.Key);
        other.Family.ShouldNotBe(Known.Family);
    }

    [Fact]
    public void The_same_attempt_is_the_same_job_whatever_else_the_request_says()
    {
        var again = Requests.Attempt with
        {
            Inputs = new Dictionary<string, Literal>(),
            OutputPrefix = Requests.Attempt.OutputPrefix + "/",
            Execution = Requests.Attempt.Execution with { Labels = new Dictionary<string, string> { ["a"] = "b" } },
        };

        JobIdentity.Of(again).ShouldBe(Known);
    }

    [Fact]
    public void Another_attempt_is_another_job_of_the_same_family()
    {
        var next = JobIdentity.Of(InId(Requests.Attempt, id => id with { RetryAttempt = 1 }) with { OutputPrefix = "s3://bucket/metadata/exec1/n0/data/1" })!;

        next.Key.ShouldNotBe(Known.Key);
        next.Family.ShouldBe(Known.Family);
        next.Attempt.ShouldBe(1);
    }

    [Fact]
    public void Two_nodes_with_the_same_id_and_attempt_and_other_prefixes_are_two_jobs_of_two_families()
    {
        var twin = JobIdentity.Of(Requests.Attempt with { OutputPrefix = "s3://bucket/metadata/exec1/n1/n0/data/0" })!;

        twin.Key.ShouldNotBe(Known.Key);
        twin.Family.ShouldNotBe(Known.Family);
    }

    [Fact]
    public void Without_an_execution_the_template_and_the_prefix_say_who_it_is()
    {
        var alone = JobIdentity.Of(Requests.WithoutExecution)!;

        alone.Key.Category.ShouldBe("bigquery_query_job_task");
        alone.Family.ShouldBe(alone.Key.Value);
        alone.Key.ShouldNotBe(Known.Key);
        JobIdentity.Of(Requests.WithoutExecution with { OutputPrefix = "s3://x/0" })!.Key.ShouldNotBe(alone.Key);
        JobIdentity.Of(Requests.WithoutExecution with { Template = new TaskTemplate() })!.Key.ShouldNotBe(alone.Key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public void Without_execution_and_prefix_there_is_no_identity(string prefix) =>
        JobIdentity.Of(Requests.WithoutExecution with { OutputPrefix = prefix }).ShouldBeNull();

    [Fact]
    public void With_an_execution_the_prefix_may_be_missing() =>
        JobIdentity.Of(Requests.Attempt with { OutputPrefix = "" })!.Key.ShouldNotBe(Known.Key);

    [Fact]
    public void A_callers_own_key_is_unique_within_its_category_and_no_ones_family()
    {
        var category = new TaskCategory("remote");
        var one = JobIdentity.OfCaller(category, "key-1");

        JobIdentity.OfCaller(category, "key-1").ShouldBe(one);
        one.Family.ShouldBe(one.Key.Value);
        JobIdentity.OfCaller(category, "key-2").Key.ShouldNotBe(one.Key);
        JobIdentity.OfCaller(category with { Version = 1 }, "key-1").Key.ShouldNotBe(one.Key);
        JobIdentity.OfCaller(new TaskCategory("other"), "key-1").Key.Hash.ShouldNotBe(one.Key.Hash);
    }

    private static TaskRequest InId(TaskRequest task, Func<TaskExecutionId, TaskExecutionId> change) =>
        task with { Execution = task.Execution with { Id = change(task.Execution.Id!) } };
}
