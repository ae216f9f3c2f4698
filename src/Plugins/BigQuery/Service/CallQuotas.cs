using Microsoft.Extensions.Options;

namespace BackendPlugins.BigQuery;

/// <summary>Which quota a call counts against: BigQuery's are per user, project and method.</summary>
internal sealed class CallQuotas
{
    private readonly BigQueryOptions _options;
    private readonly string _endpoint;

    public CallQuotas(IOptions<BigQueryOptions> options)
    {
        _options = options.Value;
        _endpoint = ServiceAddress.Parse(_options.Endpoint).GetLeftPart(UriPartial.Authority);
    }

    /// <summary>A call as its budget sees it.</summary>
    public BudgetedCall Of(Caller caller, string project, BigQueryMethod method, CallPriority priority) =>
        new(KeyOf(caller, project, method), LimitOf(method), _endpoint) { MaxConcurrent = _options.MaxConcurrentCalls, Priority = priority };

    public static BudgetKey KeyOf(Caller caller, string project, BigQueryMethod method) => new("BigQuery", caller.Tag, project, method.ServiceName());

    /// <summary>The most calls per second.</summary>
    public double LimitOf(BigQueryMethod method) => method switch
    {
        BigQueryMethod.Insert => _options.InsertsPerSecond,
        BigQueryMethod.Get => _options.GetsPerSecond,
        BigQueryMethod.Cancel => _options.CancelsPerSecond,
        BigQueryMethod.List => _options.ListsPerSecond,
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, null),
    };
}
