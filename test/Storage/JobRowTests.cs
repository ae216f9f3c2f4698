using BackendPlugins.Contracts;

namespace BackendPlugins.Storage.Tests;

public sealed class JobRowTests
{
    [Fact]
    public void Columns_are_those_of_the_record()
    {
        var row = JobRow.Of("key", Samples.Rich("rich"));

        row.ShouldBe(new JobRow
        {
            Key = "key",
            Plugin = "BigQuery",
            Category = "bigquery_query_job_task",
            Stage = "Ended",
            Phase = "RetryableFailed",
            Family = "family-rich",
            Attempt = 0,
            Project = "flytesnacks",
            Domain = "development",
            Execution = "f0",
            Node = "n0",
            ExternalId = "flyte_f0_n0_2_abc",
            CreatedAt = Samples.Start.ToUnixTimeMilliseconds(),
            ChangedAt = Samples.Start.AddMinutes(1).ToUnixTimeMilliseconds(),
            EndedAt = Samples.Start.AddMinutes(1).ToUnixTimeMilliseconds(),
            Message = "Failed: backendError",
            DocumentUtf8 = row.DocumentUtf8,
        });
    }

    [Fact]
    public void A_job_without_execution_or_external_job_has_empty_columns()
    {
        var job = Samples.Job("bare");
        var row = JobRow.Of("key", job with { Task = job.Task with { Execution = TaskExecution.Unknown } });

        (row.Project + row.Domain + row.Execution + row.Node).ShouldBe("");
        row.ExternalId.ShouldBeNull();
    }

    [Fact]
    public void An_end_is_told_by_the_stage_alone()
    {
        var job = Samples.Job("job");

        JobRow.Of("key", job with { Stage = JobStage.Ended, EndedAt = null }).EndedAt.ShouldBe(job.ChangedAt.ToUnixTimeMilliseconds());
        JobRow.Of("key", job with { Stage = JobStage.Tracked, EndedAt = job.ChangedAt }).EndedAt.ShouldBeNull();
    }

    [Theory]
    [InlineData(500, 500, "x")]
    [InlineData(501, 500, "…")]
    [InlineData(5000, 500, "…")]
    public void A_message_is_cut_at_500_characters(int length, int kept, string last)
    {
        var message = JobRow.Of("key", Samples.Job("job") with { Message = new string('x', length) }).Message;

        message.Length.ShouldBe(kept);
        message.ShouldEndWith(last);
    }

    [Fact]
    public void A_message_is_not_cut_within_a_character_and_has_no_NUL()
    {
        var message = JobRow.Of("key", Samples.Job("job") with { Message = "\0" + string.Concat(Enumerable.Repeat("😀", 400)) }).Message;

        message.ShouldBe("\uFFFD" + string.Concat(Enumerable.Repeat("😀", 249)) + "…");
        var even = JobRow.Of("key", Samples.Job("job") with { Message = string.Concat(Enumerable.Repeat("😀", 400)) }).Message;
        even.ShouldBe(string.Concat(Enumerable.Repeat("😀", 249)) + "…");
    }
}
