using BackendPlugins.Cli.Endpoints;
using BackendPlugins.Cli.Load.Measuring;
using BackendPlugins.Cli.Load.Pacing;
using BackendPlugins.Cli.Load.Planning;
using Grpc.Core;

namespace BackendPlugins.Cli.Load.Running;

/// <summary>Plays Flyte: creates the jobs as they arrive, asks for them until they have ended, deletes some.</summary>
internal sealed class LoadRun(LoadPlan plan, IReadOnlyList<LoadJob> jobs, IReadOnlyList<ITaskEndpoint> endpoints, LoadMeters meters, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly LoadTasks _tasks = new(plan);
    private readonly TokenBucket? _writes = plan.Pace is PropellerPace propeller ? new TokenBucket(propeller.Rate, propeller.Burst, time) : null;
    private readonly long _start = time.GetTimestamp();
    private int _turn;

    /// <summary>Runs until every job has ended, or until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var failure = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var propeller = plan.Pace is PropellerPace pace ? new PropellerOrder(jobs.Count, pace, time) : null;
        IAskingOrder order = propeller is null ? new EagerOrder(jobs.Count) : propeller;
        propeller?.Start();
        Task[] work = [CreateAllAsync(order, failure), .. Enumerable.Range(0, plan.Pace.Callers).Select(_ => AskAsync(order, failure.Token))];

        // One that breaks ends the others: they would wait for ever.
        await foreach (var done in Task.WhenEach(work).WithCancellation(CancellationToken.None))
        {
            if (!done.IsCompletedSuccessfully)
            {
                await failure.CancelAsync();
            }
        }

        await Task.WhenAll(work);
    }

    private async Task CreateAllAsync(IAskingOrder order, CancellationTokenSource failure)
    {
        var cancellationToken = failure.Token;
        using var slots = new SemaphoreSlim(plan.Pace.Creates);
        var under = new List<Task>(jobs.Count);
        try
        {
            foreach (var job in jobs)
            {
                var wait = job.ArrivesAt - time.GetElapsedTime(_start);
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, time, cancellationToken);
                }

                await slots.WaitAsync(cancellationToken);
                under.Add(LiveOrEndAsync(job));
            }
        }
        finally
        {
            await Task.WhenAll(under);
        }

        // An endpoint that refuses one task for good refuses them all.
        async Task LiveOrEndAsync(LoadJob job)
        {
            try
            {
                await LiveAsync(job, order, slots, cancellationToken);
            }
            catch
            {
                await failure.CancelAsync();
                throw;
            }
        }
    }

    private async Task LiveAsync(LoadJob job, IAskingOrder order, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        try
        {
            await CreateAsync(job, cancellationToken);
        }
        finally
        {
            slots.Release();
        }

        order.Add(job);
        if (job.DeletedAfter is { } age)
        {
            await Task.Delay(age, time, cancellationToken);
            await RepeatAsync(meters.Delete, endpoint => DeleteAsync(endpoint, job.Reference!, cancellationToken), cancellationToken);
        }
    }

    private async Task CreateAsync(LoadJob job, CancellationToken cancellationToken)
    {
        var request = _tasks.Of(job);
        var meta = await RepeatAsync(meters.Create, endpoint => endpoint.CreateAsync(request, cancellationToken), cancellationToken);
        if (job.IsRepeated)
        {
            // As propeller does when it was restarted between the answer and its own write.
            var again = await RepeatAsync(meters.Create, endpoint => endpoint.CreateAsync(request, cancellationToken), cancellationToken);
            if (!again.Span.SequenceEqual(meta.Span))
            {
                meters.CountTwice();
            }
        }

        job.Reference = new JobReference(meta, plan.Task.Category);
        job.CreatedAt = time.GetTimestamp();
        Note(job, TaskPhase.Initializing);
    }

    private async Task AskAsync(IAskingOrder order, CancellationToken cancellationToken)
    {
        while (await order.NextAsync(cancellationToken) is { } job)
        {
            try
            {
                var news = await MeasureAsync(meters.Get, endpoint => endpoint.NewsAsync(job.Reference!, cancellationToken));
                Note(job, news.Phase);
                if (news.EndedAt is { } end)
                {
                    meters.Detection.Add(time.GetUtcNow() - end);
                }
            }
            catch (RpcException) when (!cancellationToken.IsCancellationRequested)
            {
                // Counted; it is asked for again. An endpoint that is down refuses at once: no reason to spin.
                await Task.Delay(Pause / 10, time, cancellationToken);
            }

            order.Asked(job);
        }
    }

    private void Note(LoadJob job, TaskPhase phase)
    {
        if (job.Phase == phase)
        {
            return;
        }

        if (phase is TaskPhase.Running && job.Phase is TaskPhase.Initializing)
        {
            meters.Running.Add(time.GetElapsedTime(job.CreatedAt));
        }

        meters.Move(job.Phase, phase);
        job.Phase = phase;
    }

    private static async Task<bool> DeleteAsync(ITaskEndpoint endpoint, JobReference job, CancellationToken cancellationToken)
    {
        await endpoint.DeleteAsync(job, cancellationToken);
        return true;
    }

    // Calls that write are repeated until they are answered; each try counts.
    private async Task<T> RepeatAsync<T>(CallMeter meter, Func<ITaskEndpoint, Task<T>> call, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_writes is not null)
            {
                await _writes.WaitAsync(cancellationToken);
            }

            try
            {
                return await MeasureAsync(meter, call);
            }
            catch (RpcException problem) when (
                !cancellationToken.IsCancellationRequested && problem.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    private async Task<T> MeasureAsync<T>(CallMeter meter, Func<ITaskEndpoint, Task<T>> call)
    {
        var endpoint = endpoints[(int)((uint)Interlocked.Increment(ref _turn) % (uint)endpoints.Count)];
        var start = time.GetTimestamp();
        try
        {
            var answer = await call(endpoint);
            meter.Answered(time.GetElapsedTime(start));
            return answer;
        }
        catch (RpcException problem)
        {
            meter.Failed(problem.StatusCode);
            throw;
        }
    }
}
