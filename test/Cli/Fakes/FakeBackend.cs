using System.Collections.Concurrent;
using System.Text;
using BackendPlugins.Contracts.Identity;
using Grpc.Core;

namespace BackendPlugins.Cli.Tests.Fakes;

/// <summary>What stands behind both protocols of the fake endpoint: a script of answers and a record of what was asked.</summary>
internal sealed class FakeBackend
{
    private int _asked;

    /// <summary>Answers to GetTask in order; the last one repeats.</summary>
    public List<FakeReport> Script { get; } = [new(FakeReport.Running, "running")];

    /// <summary>Lines of the log, in pages of <see cref="LinesPerPage"/>.</summary>
    public List<string> Log { get; } = ["one", "two", "three"];

    public int LinesPerPage { get; set; } = 2;

    /// <summary>Answers instead of the next calls of a method; a null entry lets a call through.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<StatusCode?>> Faults { get; } = new();

    /// <summary>A method that never answers.</summary>
    public string? Hangs { get; set; }

    /// <summary>Answers another maker's meta to CreateTask.</summary>
    public bool ForeignMeta { get; set; }

    public ConcurrentQueue<(string Protocol, TaskRequest Request)> Created { get; } = [];

    public ConcurrentQueue<(string Protocol, byte[] Meta, string Category)> Asked { get; } = [];

    public ConcurrentQueue<(string Protocol, byte[] Meta, string Category)> Deleted { get; } = [];

    public byte[] Create(string protocol, TaskRequest request)
    {
        Created.Enqueue((protocol, request));
        return ForeignMeta
            ? Encoding.UTF8.GetBytes("""{"job_id":"j1"}""")
            : ResourceMeta.Write(JobIdentity.Of(request)!.Key);
    }

    public FakeReport Get(string protocol, byte[] meta, string category)
    {
        Asked.Enqueue((protocol, meta, category));
        return Script[Math.Min(Interlocked.Increment(ref _asked), Script.Count) - 1];
    }

    public (IReadOnlyList<string> Lines, string Next) LogPage(ulong lines, string token)
    {
        var begin = token.Length is 0 ? 0 : int.Parse(token, System.Globalization.CultureInfo.InvariantCulture);
        var count = Math.Min(LinesPerPage, Log.Count - begin);
        count = lines is 0 ? count : Math.Min(count, (int)lines);
        return (Log.GetRange(begin, count), begin + count == Log.Count ? "" : $"{begin + count}");
    }

    /// <summary>Fails or hangs where the test said so.</summary>
    public async Task MeetFaultAsync(string method, CancellationToken cancellationToken)
    {
        if (Hangs == method)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        if (Faults.TryGetValue(method, out var faults) && faults.TryDequeue(out var fault) && fault is { } code)
        {
            throw new RpcException(new Status(code, $"{method} is scripted to fail"));
        }
    }

    public void Fail(string method, params StatusCode?[] codes) => Faults[method] = new ConcurrentQueue<StatusCode?>(codes);
}
