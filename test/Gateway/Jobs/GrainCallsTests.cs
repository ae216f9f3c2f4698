using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Gateway.Jobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BackendPlugins.Gateway.Tests.Jobs;

public sealed class GrainCallsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly GrainCalls _calls;
    private int _tries;

    public GrainCallsTests() => _calls = new GrainCalls(
        _time, Microsoft.Extensions.Options.Options.Create(new GrainCallOptions()), () => 1, NullLogger<GrainCalls>.Instance);

    public static TheoryData<Exception> Passing { get; } =
    [
        new SiloUnavailableException("gone"),
        new GatewayTooBusyException("busy"),
        new LimitExceededException("queue"),
        new Orleans.Storage.InconsistentStateException("another activation has written"),
        new TimeoutException("no answer"),
        new OperationCanceledException("it went down with its silo"),
        new ClusterNotReadyException(new ArgumentException("no such grain")),
    ];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_call_that_did_not_arrive_is_tried_again(Exception first)
    {
        var call = RunAsync(_ => _tries++ == 0 ? ValueTask.FromException<int>(first) : new ValueTask<int>(7), NoDeadline());
        _time.Advance(TimeSpan.FromMilliseconds(100));
        (await call).ShouldBe(7);
    }

    [Fact]
    public async Task Pauses_double_up_to_ten_times_the_first()
    {
        var starts = new List<TimeSpan>();
        var begin = _time.GetUtcNow();
        var call = RunAsync(
            _ =>
            {
                starts.Add(_time.GetUtcNow() - begin);
                return ValueTask.FromException<int>(new SiloUnavailableException());
            },
            NoDeadline());
        await EndAsync(call, TimeSpan.FromMilliseconds(100));
        starts.Take(6).Select(start => start.TotalMilliseconds).ShouldBe([0, 100, 300, 700, 1500, 2500]);
        starts[^1].ShouldBeLessThan(TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task A_job_without_a_silo_is_waited_for_and_then_told_by_its_category()
    {
        var call = _calls.RunAsync(
            0,
            (_, _) =>
            {
                _tries++;
                return ValueTask.FromException<int>(new OrleansException("No active nodes are compatible with grain job and interface x version 0."));
            },
            NoDeadline(),
            new JobPool("spark", IsServed: true));
        var error = await EndAsync(call, TimeSpan.FromMilliseconds(100));
        error.Fault.ShouldBe(RequestFault.Unavailable);
        error.Message.ShouldContain("no silo of the cluster serves spark");
        _tries.ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task A_job_of_a_category_that_nobody_serves_is_not_waited_for()
    {
        var error = await Should.ThrowAsync<JobRequestException>(() => _calls.RunAsync(
            0,
            (_, _) => ValueTask.FromException<int>(new OrleansException("No active nodes are compatible with grain job and interface x version 0.")),
            NoDeadline(),
            new JobPool("typo", IsServed: false)));
        error.Fault.ShouldBe(RequestFault.NotFound);
        error.Message.ShouldContain("typo");
    }

    [Fact]
    public async Task A_budget_that_is_used_up_is_unavailable_without_the_exceptions_words()
    {
        var error = await EndAsync(
            RunAsync(_ => ValueTask.FromException<int>(new SiloUnavailableException("S10.0.0.7")), NoDeadline()), TimeSpan.FromMilliseconds(100));
        error.Fault.ShouldBe(RequestFault.Unavailable);
        error.Message.ShouldNotContain("10.0.0.7");
    }

    [Fact]
    public async Task A_grain_that_hangs_is_given_up_in_time_for_a_second_try()
    {
        var hang = new TaskCompletionSource<int>();
        var call = RunAsync(_ => _tries++ == 0 ? new ValueTask<int>(hang.Task) : new ValueTask<int>(7), NoDeadline());
        _time.Advance(TimeSpan.FromSeconds(3.9));
        call.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.2));
        _time.Advance(TimeSpan.FromSeconds(0.2));
        (await call).ShouldBe(7);
    }

    [Fact]
    public async Task Another_who_knows_is_asked_once_patience_is_over_and_not_before()
    {
        var hang = new TaskCompletionSource<string?>();
        var asked = 0;
        var call = _calls.RunAsync(
            0, (_, _) => new ValueTask<string?>(hang.Task), NoDeadline(), pool: null, (_, _) => new ValueTask<string?>(asked++ == 0 ? null : "stored"));
        _time.Advance(TimeSpan.FromSeconds(0.9));
        asked.ShouldBe(0);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        asked.ShouldBe(1);
        call.IsCompleted.ShouldBeFalse("who knows nothing has not answered");
        _time.Advance(TimeSpan.FromSeconds(0.2));
        _time.Advance(TimeSpan.FromSeconds(1.1));
        (await call).ShouldBe("stored");
    }

    [Fact]
    public async Task Rejections_do_not_put_off_the_other_who_knows()
    {
        var call = _calls.RunAsync(
            0,
            (_, _) => ValueTask.FromException<string?>(new SiloUnavailableException()),
            NoDeadline(),
            pool: null,
            (_, noSilo) => new ValueTask<string?>(noSilo ? "no silo" : "stored"));
        for (var passed = 0; passed < 10; passed++)
        {
            call.IsCompleted.ShouldBeFalse();
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        (await call).ShouldBe("stored");
    }

    [Fact]
    public async Task Another_who_fails_leaves_it_to_the_grain()
    {
        var call = _calls.RunAsync(
            0,
            (_, _) => _tries++ < 5 ? ValueTask.FromException<string?>(new SiloUnavailableException()) : new ValueTask<string?>("grain"),
            NoDeadline(),
            pool: null,
            (_, _) => ValueTask.FromException<string?>(new JobStoreUnavailableException("down")));
        for (var passed = 0; passed < 40; passed++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        (await call).ShouldBe("grain");
    }

    [Fact]
    public async Task The_callers_deadline_shortens_the_budget_and_leaves_time_for_the_answer()
    {
        var begin = _time.GetUtcNow();
        var hang = new TaskCompletionSource<int>();
        var call = RunAsync(_ => new ValueTask<int>(hang.Task), _calls.Budget(begin.AddSeconds(2).UtcDateTime, default));
        (await EndAsync(call, TimeSpan.FromMilliseconds(50))).Fault.ShouldBe(RequestFault.Unavailable);
        (_time.GetUtcNow() - begin).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(1.85));
    }

    [Fact]
    public async Task A_short_deadline_still_gets_its_call()
    {
        var budget = _calls.Budget(_time.GetUtcNow().AddMilliseconds(40).UtcDateTime, default);
        (await RunAsync(_ => new ValueTask<int>(7), budget)).ShouldBe(7);
    }

    [Fact]
    public async Task A_deadline_that_has_passed_is_unavailable_without_a_call()
    {
        var budget = _calls.Budget(_time.GetUtcNow().AddMilliseconds(-1).UtcDateTime, default);
        (await Should.ThrowAsync<JobRequestException>(() => RunAsync(_ => new ValueTask<int>(_tries++), budget))).Fault.ShouldBe(RequestFault.Unavailable);
        _tries.ShouldBe(0);
    }

    [Fact]
    public async Task A_job_store_out_of_reach_is_unavailable_at_once_however_deep_it_is_wrapped()
    {
        var wrapped = new OrleansException("storage", new OrleansException("bridge", new JobStoreUnavailableException("no connection")));
        var error = await Should.ThrowAsync<JobRequestException>(() => RunAsync(
            _ =>
            {
                _tries++;
                return ValueTask.FromException<int>(wrapped);
            },
            NoDeadline()));
        error.Fault.ShouldBe(RequestFault.Unavailable);
        error.Message.ShouldContain("job store");
        _tries.ShouldBe(1);
    }

    [Fact]
    public async Task What_nobody_expected_is_not_repeated()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => RunAsync(
            _ =>
            {
                _tries++;
                return ValueTask.FromException<int>(new InvalidOperationException());
            },
            NoDeadline()));
        _tries.ShouldBe(1);
    }

    [Fact]
    public async Task A_call_that_its_caller_cancelled_is_not_tried_again()
    {
        using var caller = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => RunAsync(
            async _ =>
            {
                _tries++;
                await caller.CancelAsync();
                throw new OperationCanceledException();
            },
            _calls.Budget(DateTime.MaxValue, caller.Token)));
        _tries.ShouldBe(1);
    }

    [Fact]
    public async Task A_caller_that_has_gone_ends_the_pause()
    {
        using var caller = new CancellationTokenSource();
        var call = RunAsync(
            _ => ValueTask.FromException<int>(new SiloUnavailableException()), _calls.Budget(DateTime.MaxValue, caller.Token));
        await caller.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => call);
    }

    private CallBudget NoDeadline() => _calls.Budget(DateTime.MaxValue, default);

    // Without the runner's context a continuation runs within the advance of the clock that wakes it.
    private Task<int> RunAsync(Func<CancellationToken, ValueTask<int>> call, CallBudget budget)
    {
        var runner = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return _calls.RunAsync(call, static (state, cancellation) => state(cancellation), budget);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(runner);
        }
    }

    private async Task<JobRequestException> EndAsync(Task call, TimeSpan step)
    {
        for (var i = 0; i < 1000 && !call.IsCompleted; i++)
        {
            _time.Advance(step);
        }

        return await Should.ThrowAsync<JobRequestException>(() => call);
    }
}
