namespace BackendPlugins.Cli.Tests.Fakes;

/// <summary>One answer of the fake endpoint to GetTask, by Flyte's phase number.</summary>
internal sealed record FakeReport(int Phase, string Message = "")
{
    public const int Running = 2;
    public const int Succeeded = 3;
    public const int Aborted = 4;
    public const int Failed = 5;
    public const int Initializing = 6;
    public const int RetryableFailed = 8;

    public IReadOnlyList<LogLink> Links { get; init; } = [];

    public IReadOnlyDictionary<string, Literal>? Outputs { get; init; }

    public string? CustomInfo { get; init; }

    public string? ErrorCode { get; init; }
}
