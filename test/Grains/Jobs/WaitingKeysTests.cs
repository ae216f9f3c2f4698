using BackendPlugins.Grains.Intake;

namespace BackendPlugins.Grains.Tests;

public sealed class WaitingKeysTests
{
    [Fact]
    public void A_key_waits_until_it_is_removed()
    {
        var keys = new WaitingKeys();
        keys.Add("bigquery_query_job_task/a");
        keys.Add("bigquery_query_job_task/b");

        keys.Remove("bigquery_query_job_task/a");

        keys.Has("bigquery_query_job_task/a").ShouldBeFalse();
        keys.Has("bigquery_query_job_task/b").ShouldBeTrue();
    }

    [Fact]
    public void A_key_can_wait_again_after_the_last_has_gone()
    {
        var keys = new WaitingKeys();
        keys.Add("bigquery_query_job_task/a");
        keys.Remove("bigquery_query_job_task/a");

        keys.Add("bigquery_query_job_task/a");

        keys.Has("bigquery_query_job_task/a").ShouldBeTrue();
    }
}
