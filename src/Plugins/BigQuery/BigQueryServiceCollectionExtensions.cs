using System.Net;
using System.Security.Cryptography;
using BackendPlugins;
using BackendPlugins.BigQuery;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the BigQuery plugin.</summary>
public static class BigQueryServiceCollectionExtensions
{
    private const string EmulatorKey = "BIGQUERY_EMULATOR_HOST";

    /// <summary>
    /// Adds the plugin as an <see cref="IBackendPlugin"/>, with <see cref="BigQueryOptions"/> bound to
    /// <see cref="BigQueryOptions.Section"/> and checked when the host starts.
    /// </summary>
    /// <param name="services">The services. The host provides <see cref="IConfiguration"/> and logging.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddBigQueryPlugin(this IServiceCollection services)
    {
        services.AddOptions<BigQueryOptions>()
            .BindConfiguration(BigQueryOptions.Section)
            .PostConfigure<IConfiguration>((options, configuration) =>
            {
                if (options.Endpoint.Length == 0)
                {
                    options.Endpoint = configuration[EmulatorKey] is { Length: > 0 } host
                        ? ServiceAddress.FromEmulatorHost(host)
                        : BigQueryOptions.DefaultEndpoint;
                }
            })
            .ValidateDataAnnotations()
            .ValidateOnStart();

        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<UpstreamTelemetry>();
        services.TryAddSingleton<IGoogleTokens>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<BigQueryOptions>>();
            return new CredentialTokens(stop => HostCredential.FindAsync(options.Value, stop));
        });
        services.TryAddSingleton(HostSecrets.OfProcess());
        services.TryAddSingleton<ICallBudgets>(provider => new ProcessCallBudgets(provider.GetRequiredService<TimeProvider>(), Jitter));
        services.TryAddSingleton<CallQuotas>();
        services.TryAddSingleton<Callers>();
        services.TryAddSingleton<BigQueryClient>();
        services.TryAddSingleton<JobLister>();
        services.TryAddSingleton<LiveJobs>();
        services.TryAddSingleton<ResultTables>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IBackendPlugin, BigQueryPlugin>());
        AddHttp(services);
        return services;
    }

    /// <summary>From 0 to 1. Without state, so that any thread may ask.</summary>
    private static double Jitter() => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;

    private static void AddHttp(IServiceCollection services)
    {
        services.AddHttpClient(BigQueryClient.HttpClientName)
            .ConfigureHttpClient((provider, client) =>
            {
                var options = provider.GetRequiredService<IOptions<BigQueryOptions>>().Value;
                client.BaseAddress = ServiceAddress.Parse(options.Endpoint);
                client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", options.UserAgent);
                client.DefaultRequestVersion = HttpVersion.Version20;
                client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
                client.MaxResponseContentBufferSize = 16 * 1024 * 1024;
                // Each call has its own limit, which runs on TimeProvider.
                client.Timeout = Timeout.InfiniteTimeSpan;
            })
            .UseSocketsHttpHandler((handler, provider) =>
            {
                handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
                handler.ConnectTimeout = TimeSpan.FromSeconds(10);
                handler.MaxConnectionsPerServer = provider.GetRequiredService<IOptions<BigQueryOptions>>().Value.MaxConcurrentCalls;
                handler.EnableMultipleHttp2Connections = true;
                handler.AutomaticDecompression = DecompressionMethods.All;
                // The service does not redirect; a token must not follow anyone who does.
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
    }
}
