using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BackendPlugins.Hosting.Startup;

/// <summary>
/// Services that somebody else than the host starts and stops: a host starts its services one after the other and the web
/// server last, so one that waits for a database or a cluster would keep the port of the health checks closed.
/// </summary>
public sealed class HeldServices
{
    private readonly IReadOnlyList<ServiceDescriptor> _held;

    private HeldServices(IReadOnlyList<ServiceDescriptor> held) => _held = held;

    /// <summary>Takes what <paramref name="add"/> wants started out of the host's order.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="add">Adds services to them.</param>
    /// <returns>What was taken.</returns>
    public static HeldServices Take(IServiceCollection services, Action add)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(add);
        var others = services.Where(IsStarted).ToHashSet();
        add();
        var held = services.Where(service => IsStarted(service) && !others.Contains(service)).ToList();
        foreach (var service in held)
        {
            services.Remove(service);
        }

        return new HeldServices(held);
    }

    /// <summary>Creates them, in the order in which the host would have started them.</summary>
    /// <param name="provider">The host's services.</param>
    public IReadOnlyList<IHostedService> Create(IServiceProvider provider) => [.. _held.Select(service => (IHostedService)(
        service.ImplementationInstance
        ?? service.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!)))];

    private static bool IsStarted(ServiceDescriptor service) => service.ServiceType == typeof(IHostedService) && !service.IsKeyedService;
}
