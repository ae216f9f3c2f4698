using BackendPlugins.Kubernetes.Manifests.Tests.Rendering;
using k8s.Models;

namespace BackendPlugins.Kubernetes.Manifests.Tests;

/// <summary>Ports from the code through pods, Services and policies to those who call.</summary>
public sealed class NetworkTests
{
    public static TheoryData<string> All => Renderings.Rows;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Ports_of_pods_are_those_that_the_code_listens_on(string rendering)
    {
        var workloads = (await Renderings.ReadAsync(rendering)).Workloads;
        var silo = new BackendPlugins.Silo.SiloOptions();
        foreach (var workload in workloads.Where(workload => workload.Component == "silo"))
        {
            Ports(workload).ShouldBe(new Dictionary<string, int> { ["silo"] = silo.Port, ["gateway"] = silo.GatewayPort, ["http"] = 8080 });
        }

        foreach (var workload in workloads.Where(workload => workload.Component == "gateway"))
        {
            Ports(workload).ShouldBe(new Dictionary<string, int> { ["grpc"] = new BackendPlugins.Gateway.GrpcOptions().Port, ["http"] = new BackendPlugins.Gateway.HttpOptions().Port });
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Services_and_probes_lead_to_ports_of_the_pods_behind(string rendering)
    {
        var manifest = await Renderings.ReadAsync(rendering);
        foreach (var service in manifest.Of<V1Service>())
        {
            foreach (var workload in manifest.Workloads.Where(workload => workload.IsChosenBy(service.Spec.Selector)))
            {
                foreach (var port in service.Spec.Ports)
                {
                    Ports(workload).ShouldContainKey(port.TargetPort.Value, $"{service.Metadata.Name} to {workload.Name}");
                    if (service.Spec.ClusterIP == "None")
                    {
                        // Nobody maps the ports of a headless Service.
                        port.Port.ShouldBe(Ports(workload)[port.TargetPort.Value]);
                    }
                }
            }
        }

        foreach (var workload in manifest.Workloads.Where(workload => workload.Kind != "Job"))
        {
            V1Probe[] probes = [workload.Container.StartupProbe, workload.Container.ReadinessProbe, workload.Container.LivenessProbe];
            foreach (var port in probes.Select(probe => probe.HttpGet?.Port ?? probe.TcpSocket?.Port).OfType<IntOrString>())
            {
                Ports(workload).ShouldContainKey(port.Value, workload.Name);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Flyte_is_given_a_headless_service_on_the_port_of_its_own_connectors(string rendering)
    {
        var service = (await Renderings.ReadAsync(rendering)).Of<V1Service>().Single(service => service.Spec.Ports.Any(port => port.Name == "grpc"));
        service.Spec.ClusterIP.ShouldBe("None");
        service.Spec.Ports.Single().Port.ShouldBe(8000);
        service.Spec.PublishNotReadyAddresses.ShouldNotBe(true);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Policies_open_what_is_needed_and_nothing_to_everybody(string rendering)
    {
        var manifest = await Renderings.ReadAsync(rendering);
        var policies = manifest.Of<V1NetworkPolicy>();
        if (rendering == "chart, pools")
        {
            policies.ShouldBeEmpty("they are switched off there");
            return;
        }

        foreach (var workload in manifest.Workloads.Where(workload => workload.Component is "silo" or "gateway" or "migrate"))
        {
            var policy = policies.Single(policy => workload.IsChosenBy(policy.Spec.PodSelector.MatchLabels));
            policy.Spec.PolicyTypes.ShouldBe(["Ingress", "Egress"], ignoreOrder: true);
            foreach (var rule in policy.Spec.Ingress ?? [])
            {
                rule.FromProperty.ShouldNotBeEmpty(policy.Metadata.Name);
                rule.Ports.ShouldAllBe(port => Ports(workload).ContainsValue(int.Parse(port.Port.Value, System.Globalization.CultureInfo.InvariantCulture)));
            }

            (policy.Spec.Egress ?? []).ShouldContain(rule => rule.Ports.Any(port => port.Port.Value == "53" && port.Protocol == "UDP"));
        }

        // What one side may call, the other lets in.
        Opens("gateway", "silo", "30000").ShouldBeTrue();
        Opens("silo", "silo", "11111").ShouldBeTrue();
        Opens("gateway", "silo", "11111").ShouldBeFalse();

        bool Opens(string from, string to, string port)
        {
            var (caller, called) = (manifest.Workloads.First(workload => workload.Component == from), manifest.Workloads.First(workload => workload.Component == to));
            return policies.Where(policy => caller.IsChosenBy(policy.Spec.PodSelector.MatchLabels)).SelectMany(policy => policy.Spec.Egress)
                    .Any(rule => rule.Ports.Any(open => open.Port.Value == port) && (rule.To ?? []).Any(peer => called.IsChosenBy(peer.PodSelector?.MatchLabels)))
                && policies.Where(policy => called.IsChosenBy(policy.Spec.PodSelector.MatchLabels)).SelectMany(policy => policy.Spec.Ingress)
                    .Any(rule => rule.Ports.Any(open => open.Port.Value == port) && rule.FromProperty.Any(peer => caller.IsChosenBy(peer.PodSelector?.MatchLabels)));
        }
    }

    private static Dictionary<string, int> Ports(Workload workload) => (workload.Container.Ports ?? []).ToDictionary(port => port.Name, port => port.ContainerPort);
}
