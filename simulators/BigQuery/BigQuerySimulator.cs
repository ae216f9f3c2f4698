using System.ComponentModel.DataAnnotations;
using BackendPlugins.Simulators.BigQuery.Auth;
using BackendPlugins.Simulators.BigQuery.Books;
using BackendPlugins.Simulators.BigQuery.Faults;
using BackendPlugins.Simulators.BigQuery.Hosting;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Simulators.BigQuery;

/// <summary>A running simulator of BigQuery's REST API with a web server of its own. Dispose it to stop.</summary>
public sealed class BigQuerySimulator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly JobLedger _ledger;
    private readonly AccessTokens _tokens;
    private readonly FaultBoard _faults;
    private readonly LatencyBoard _latency;

    private BigQuerySimulator(WebApplication app, JobLedger ledger, AccessTokens tokens, FaultBoard faults, LatencyBoard latency) =>
        (_app, _ledger, _tokens, _faults, _latency, Endpoint) = (app, ledger, tokens, faults, latency, SimulatorHost.EndpointOf(app));

    /// <summary>Where it listens, such as <c>http://127.0.0.1:9050/</c>. Serve paths with or without <c>bigquery/v2</c> after it.</summary>
    public Uri Endpoint { get; }

    /// <summary>Starts a simulator and returns once it answers.</summary>
    /// <param name="options">How it runs; not to be changed afterwards.</param>
    /// <param name="time">The clock that moves jobs, delays and quotas.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="OptionsValidationException">An option has a bad value.</exception>
    /// <exception cref="InvalidDataException">The journal is no journal.</exception>
    /// <exception cref="IOException">The port or the journal cannot be had.</exception>
    public static async Task<BigQuerySimulator> StartAsync(BigQuerySimulatorOptions options, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var complaints = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new(options), complaints, validateAllProperties: true))
        {
            throw new OptionsValidationException(nameof(BigQuerySimulatorOptions), typeof(BigQuerySimulatorOptions), complaints.Select(complaint => complaint.ErrorMessage!));
        }

        var clock = options.ClockSpeed == 1 ? null : new FastClock(time, options.ClockSpeed);
        var ledger = new JobLedger(options, clock ?? time);
        clock?.NotBefore(DateTimeOffset.FromUnixTimeMilliseconds(ledger.NewestEntryAt));
        var tokens = new AccessTokens(options.Seed, options.TokenLife, time);
        var (faults, latency) = (new FaultBoard(options.Seed), new LatencyBoard(options.Latency, options.Seed));
        var app = SimulatorHost.Build(options, time, clock ?? time, ledger, tokens, faults, latency);
        try
        {
            await app.StartAsync(cancellationToken);
            return new(app, ledger, tokens, faults, latency);
        }
        catch
        {
            await app.DisposeAsync();
            ledger.Dispose();
            throw;
        }
    }

    /// <summary>The books as <c>GET /_books</c> tells them.</summary>
    public SimulatorBooks ReadBooks() => _ledger.ReadBooks() with { TokensIssued = _tokens.Issued };

    /// <summary>The books of one job id, one for each project and location that used it; empty when no insert ever named it.</summary>
    /// <param name="jobId">The id.</param>
    public IReadOnlyList<JobBook> FindBooks(string jobId) => _ledger.FindBooks(jobId);

    /// <summary>Forgets all jobs, counts and the journal's lines, as <c>DELETE /_books</c> does. Faults and latency stay.</summary>
    public void ResetBooks()
    {
        _ledger.Reset();
        _tokens.ResetCount();
    }

    /// <summary>Makes every access token handed out so far worthless, as <c>DELETE /_tokens</c> does.</summary>
    public void RevokeTokens() => _tokens.RevokeAll();

    /// <summary>Puts faults in force, behind those that are.</summary>
    /// <param name="faults">The faults.</param>
    /// <returns>The same with their ids.</returns>
    /// <exception cref="ArgumentException">A fault makes no sense; none was added.</exception>
    public IReadOnlyList<Fault> AddFaults(params IReadOnlyList<Fault> faults) => _faults.Add(faults);

    /// <summary>The faults in force and how often each has hit.</summary>
    public IReadOnlyList<Fault> ReadFaults() => _faults.Read();

    /// <summary>Takes all faults away.</summary>
    public void ClearFaults() => _faults.Clear();

    /// <summary>Sets the latency of one method.</summary>
    /// <param name="method">insert, get, list, cancel, delete, query, getQueryResults, datasets, tables, tabledata, projects, token or *.</param>
    /// <param name="latency">How long its calls take.</param>
    /// <exception cref="ArgumentException">The method is unknown.</exception>
    public void SetLatency(string method, DurationRange latency) => _latency.Set(new Dictionary<string, DurationRange> { [method] = latency });

    /// <summary>Stops listening, drops open connections after a moment and closes the journal.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _ledger.Dispose();
    }
}
