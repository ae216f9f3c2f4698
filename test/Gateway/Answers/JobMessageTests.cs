using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Gateway.Answers;
using BackendPlugins.Gateway.Tests.Cluster;

namespace BackendPlugins.Gateway.Tests.Answers;

public sealed class JobMessageTests
{
    private static readonly DateTimeOffset Now = Samples.Start.AddMinutes(10);

    private readonly JobSnapshot _job = Samples.Snapshot(new JobKey("t", "h"), JobPhase.Running);

    [Fact]
    public void Without_trouble_it_is_the_jobs_own() => JobMessage.Of(_job, Now).ShouldBe("the job is Running");

    [Fact]
    public void Of_a_failure_it_is_the_errors() =>
        JobMessage.Of(Samples.Failed(_job.Key), Now).ShouldBe("Syntax error at [1:8]");

    [Fact]
    public void In_trouble_it_says_how_old_the_state_is_what_fails_since_when_and_when_the_next_try_is() =>
        JobMessage.Of(_job with { Trouble = new UpstreamTrouble(Samples.Start.AddMinutes(2), "jobs.get: HTTP 503", 4, Now.AddSeconds(12)) }, Now)
            .ShouldBe("the job is Running. This state is 9 min 0 s old (2026-11-25T08:01:00Z). Since 2026-11-25T08:02:00Z the service gives "
                + "no answer that counts (4 calls): jobs.get: HTTP 503. Next try in 12 s.");

    [Fact]
    public void Before_any_evidence_it_does_not_pretend_an_age() =>
        JobMessage.Of(_job with { ObservedAt = null, Message = "", Trouble = new UpstreamTrouble(Now.AddHours(-26), "refused.", 1, Now) }, Now)
            .ShouldBe("The service has not confirmed this job yet. Since 2026-11-24T06:10:00Z the service gives no answer that counts (1 call): "
                + "refused. The next try is under way.");

    [Fact]
    public void What_was_read_from_the_store_says_so_unless_it_is_an_end()
    {
        JobMessage.Of(_job with { Absence = "nobody is there" }, Now)
            .ShouldMatch("^the job is Running\\. This state was stored at 2026-11-25T08:0.*Z: nobody is there\\.$");
        JobMessage.Of(Samples.Failed(_job.Key) with { Absence = "nobody is there", EndedAt = Now }, Now).ShouldBe("Syntax error at [1:8]");
    }

    [Fact]
    public void An_edge_that_is_not_stored_is_told() =>
        JobMessage.Of(_job with { StoreTrouble = "no connection since 08:05" }, Now)
            .ShouldBe("the job is Running. Not stored yet, held in memory: no connection since 08:05.");

    [Theory]
    [InlineData(0, "1 s")]
    [InlineData(59, "59 s")]
    [InlineData(61, "1 min 1 s")]
    [InlineData(3600 * 30, "30 h 0 min")]
    public void Ages_are_short(int seconds, string age) =>
        JobMessage.Of(_job with { ObservedAt = Now.AddSeconds(-seconds), Trouble = new UpstreamTrouble(Now, "x", 1, Now) }, Now)
            .ShouldContain($"This state is {age} old");
}
