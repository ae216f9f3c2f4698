using System.Net.Security;
using System.Security.Cryptography;
using BackendPlugins.Contracts;
using BackendPlugins.Gateway.Connections;
using BackendPlugins.Gateway.Connectors;
using BackendPlugins.Gateway.ExternalPlugin;
using BackendPlugins.Gateway.FlyteV1;
using BackendPlugins.Gateway.FlyteV2;
using BackendPlugins.Gateway.Health;
using BackendPlugins.Gateway.Hosting;
using BackendPlugins.Gateway.Jobs;
using BackendPlugins.Gateway.Reading;
using BackendPlugins.Gateway.Telemetry;
using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Gateway;

/// <summary>Puts the gateway into a host.</summary>
public static class GatewayServiceCollectionExtensions
{
    private const int JitterSteps = 1024;

    /// <summary>
    /// Adds the gateway's services. The host brings an <see cref="IClusterClient"/> (a silo has one), and maps the gateway with
    /// <see cref="GatewayApplicationExtensions.MapBackendGateway"/>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Sections <c>Grpc</c>, <c>Http</c>, <c>Calls</c> and <c>Connectors</c>.</param>
    public static IServiceCollection AddBackendGateway(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddGatewayOptions(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Func<double>>(() => RandomNumberGenerator.GetInt32(JitterSteps) / (double)JitterSteps);
        services.TryAddSingleton<ConnectorDirectory>();
        services.TryAddSingleton<IClusterGate, OpenGate>();
        services.TryAddSingleton<JobGrains>();
        services.TryAddSingleton<GrainCalls>();
        services.TryAddSingleton<EndedJobs>();
        services.TryAddSingleton<SeenJobs>();
        services.TryAddSingleton<LocalJobs>();
        services.TryAddSingleton<JobRequests>();
        services.AddGatewayGrpc();
        services.AddGatewayHealth();
        services.AddProblemDetails();
        services.AddOpenApi();
        return services;
    }

    /// <summary>
    /// Lets Kestrel listen on <c>Grpc:Port</c> (HTTP/2, with TLS where <c>Grpc:Certificate</c> is set) and <c>Http:Port</c>, on all addresses.
    /// </summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddBackendGatewayEndpoints(this IServiceCollection services)
    {
        services.TryAddSingleton<ConnectionAge>();
        services.TryAddSingleton<ServerCertificate>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, RetiringRequests>());
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<GrpcOptions>, IOptions<HttpOptions>, ConnectionAge, ServerCertificate>((kestrel, grpc, http, age, certificate) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.Http2.MaxStreamsPerConnection = grpc.Value.MaxStreamsPerConnection;
            kestrel.ListenAnyIP(grpc.Value.Port, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.Use(next => connection => age.ServeAsync(connection, next));
                if (grpc.Value.Certificate is not null)
                {
                    listen.UseHttps(new TlsHandshakeCallbackOptions
                    {
                        OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = certificate.Current() }),
                    });
                }
            });
            // Without TLS a client has no way to ask this port for HTTP/2.
            kestrel.ListenAnyIP(http.Value.Port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        return services;
    }

    private static void AddGatewayOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GrpcOptions>().Bind(configuration.GetSection(GrpcOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<HttpOptions>().Bind(configuration.GetSection(HttpOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<GrainCallOptions>().Bind(configuration.GetSection(GrainCallOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ConnectorsOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<ConnectorsOptions>, ConnectorsOptionsSetup>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ConnectorsOptions>, ConnectorsOptionsSetup>());
    }

    private static void AddGatewayGrpc(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<CallMetrics>();
        services.TryAddSingleton<CallTagTable>();

        // One for all calls; else each call would make its own.
        services.TryAddSingleton<CallMetricsInterceptor>();
        services.TryAddSingleton<ErrorInterceptor>();
        services.AddGrpc()
            .AddServiceOptions<AgentService>(Intercept).AddServiceOptions<SyncService>(Intercept).AddServiceOptions<FlyteV1.MetadataService>(Intercept)
            .AddServiceOptions<ConnectorService>(Intercept).AddServiceOptions<FlyteV2.MetadataService>(Intercept)
            .AddServiceOptions<PluginService>(Intercept)
            .AddJsonTranscoding();
        services.TryAddSingleton<JobReader>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IServiceMethodProvider<JobReader>, JobReaderMethods>());
        services.AddGrpcReflection();
        // It warns at every start that ExecuteTaskSync has no HTTP binding; the gateway maps one that refuses.
        services.AddLogging(logging => logging.AddFilter(
            "Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal.Binding.JsonTranscodingProviderServiceBinder", LogLevel.Error));
        services.AddOptions<GrpcServiceOptions>().Configure<IOptions<GrpcOptions>>((service, grpc) =>
        {
            service.MaxReceiveMessageSize = grpc.Value.MaxRequestBytes;
            service.MaxSendMessageSize = grpc.Value.MaxResponseBytes;
        });
    }

    private static void Intercept(GrpcServiceOptions options)
    {
        options.Interceptors.Add<CallMetricsInterceptor>();
        options.Interceptors.Add<ErrorInterceptor>();
    }

    private static void AddGatewayHealth(this IServiceCollection services)
    {
        services
            .AddGrpcHealthChecks(options =>
            {
                options.Services.Clear();
                foreach (var name in ServedServices.Names)
                {
                    options.Services.Map(name, check => check.Tags.Contains(HealthTags.Ready));
                }
            })
            .AddCheck<ReadyCheck>("gateway", tags: [HealthTags.Ready]);
        // Watchers of gRPC health hear of a change within this time.
        services.Configure<HealthCheckPublisherOptions>(options =>
        {
            options.Delay = TimeSpan.FromSeconds(1);
            options.Period = TimeSpan.FromSeconds(5);
        });
    }
}
