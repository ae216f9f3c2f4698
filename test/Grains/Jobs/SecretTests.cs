using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Tests;

public sealed class SecretTests
{
    [Fact]
    public async Task Secrets_reach_the_plugin_are_stored_only_encrypted_and_go_with_the_end()
    {
        await using var world = await JobWorld.StartAsync();
        var job = WithSecrets(world, "first");
        await job.CreateAsync();
        var submit = await world.NextAsync(CallKind.Submit);

        submit.Job.Secrets["token"].ShouldBe("first");
        job.Stored.ProtectedSecrets.ShouldBe("sealed:first");
        submit.Answer(submit.Succeeded());
        await job.UntilEndedAsync();
        job.Stored.ProtectedSecrets.ShouldBeNull();
    }

    [Fact]
    public async Task Renewed_secrets_serve_the_next_call_and_a_repeat_renews_them()
    {
        await using var world = await JobWorld.StartAsync();
        var job = WithSecrets(world, "first");
        await job.CreateAsync();
        var submit = await world.NextAsync(CallKind.Submit);
        submit.Answer(submit.Running());

        await VirtualClock.SoonAsync(RenewAsync(job, "second"), "the renewal");
        (await NextLookUpWithAsync(world, "second")).ShouldBeTrue();
        await WithSecrets(world, "third").CreateAsync();
        (await NextLookUpWithAsync(world, "third")).ShouldBeTrue();
        (await job.GetAsync()).SecretsTag.ShouldBe(Bundle("third").Tag());
        job.Stored.ProtectedSecrets.ShouldBe("sealed:third");
    }

    [Fact]
    public async Task After_a_restart_the_stored_secrets_are_at_work_again()
    {
        var store = new FaultyStore();
        await using (var first = await JobWorld.StartAsync(settings => settings.Store = store))
        {
            var job = WithSecrets(first, "kept");
            await job.CreateAsync();
            var submit = await first.NextAsync(CallKind.Submit);
            submit.Answer(submit.Running());
            await job.UntilAsync(seen => seen.Phase == JobPhase.Running, TimeSpan.Zero);
            await first.KillAsync();
        }

        await using var second = await JobWorld.StartAsync(settings => settings.Store = store);
        (await second.NextAsync(CallKind.LookUp)).Job.Secrets["token"].ShouldBe("kept");
    }

    private static async Task<bool> NextLookUpWithAsync(JobWorld world, string token)
    {
        // The look-up under way when the secrets came still has the old ones.
        for (var tries = 0; tries < 3; tries++)
        {
            var look = await world.NextAsync(CallKind.LookUp);
            look.Answer(look.Running());
            if (look.Job.Secrets["token"] == token)
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<bool> RenewAsync(JobInWorld job, string token)
    {
        await job.Grain.RenewSecretsAsync(Bundle(token));
        return true;
    }

    private static SecretBundle Bundle(string token) => new(new Dictionary<string, string> { ["token"] = token });

    private static JobInWorld WithSecrets(JobWorld world, string token) => new(world, Tasks.Command(Tasks.Request()) with { Secrets = Bundle(token) });
}
