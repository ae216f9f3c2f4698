using BackendPlugins.Kubernetes.Manifests.Tests.Rendering;
using k8s.Models;

namespace BackendPlugins.Kubernetes.Manifests.Tests;

/// <summary>What every pod of ours has, and what it hangs together with.</summary>
public sealed class WorkloadTests
{
    public static TheoryData<string> All => Renderings.Rows;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Every_pod_is_bounded_watched_and_without_rights(string rendering)
    {
        var problems = new List<string>();
        foreach (var workload in (await Renderings.ReadAsync(rendering)).Workloads)
        {
            var (pod, container) = (workload.Pod, workload.Container);
            Require(pod.SecurityContext is { RunAsNonRoot: true, RunAsUser: > 0, SeccompProfile.Type: "RuntimeDefault" }, "runs as a user of its own");
            Require(container.SecurityContext is { AllowPrivilegeEscalation: false, ReadOnlyRootFilesystem: true } security && security.Capabilities.Drop.Contains("ALL"), "has no privileges");
            Require(pod.Volumes.Any(volume => volume.EmptyDir is not null) && container.VolumeMounts.Any(mount => mount.MountPath == "/tmp"), "has a /tmp to write to");
            Require(container.Resources.Requests is { } requests && requests.ContainsKey("cpu") && requests.ContainsKey("memory"), "asks for cpu and memory");
            Require(container.Resources.Limits is { } limits && limits.ContainsKey("memory") && !limits.ContainsKey("cpu"), "is bounded in memory and not throttled");
            Require(container.Env?.All(variable => !IsSecret(variable)) ?? true, "has secrets as files alone");
            Require(pod.Volumes.All(volume => volume.Secret is null || volume.Secret.DefaultMode is 288), "mounts secrets for itself alone");
            if (workload.Kind != "Job")
            {
                Require(container is { StartupProbe: not null, ReadinessProbe: not null, LivenessProbe: not null }, "is probed");
            }

            void Require(bool holds, string what)
            {
                if (!holds)
                {
                    problems.Add($"{workload.Name} is not one that {what}");
                }
            }
        }

        problems.ShouldBeEmpty();

        static bool IsSecret(V1EnvVar variable) => variable.ValueFrom?.SecretKeyRef is not null || variable.Value?.Contains("Password=", StringComparison.OrdinalIgnoreCase) == true;
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Selectors_choose_pods_that_exist(string rendering)
    {
        var manifest = await Renderings.ReadAsync(rendering);
        manifest.Workloads.Where(workload => workload.Kind != "Job" && !workload.IsChosenBy(workload.Selector)).Select(workload => workload.Name).ShouldBeEmpty();
        manifest.Of<V1Service>().Where(service => !manifest.Workloads.Any(workload => workload.IsChosenBy(service.Spec.Selector)))
            .Select(service => $"Service {service.Metadata.Name}").ShouldBeEmpty();
        manifest.Of<V1PodDisruptionBudget>().Where(budget => manifest.Workloads.Count(workload => workload.IsChosenBy(budget.Spec.Selector.MatchLabels)) != 1)
            .Select(budget => $"PodDisruptionBudget {budget.Metadata.Name}").ShouldBeEmpty();
        manifest.Workloads.SelectMany(workload => workload.Pod.TopologySpreadConstraints ?? []).Count(spread => spread.LabelSelector.MatchLabels.Count == 0).ShouldBe(0);
        manifest.Workloads
            .SelectMany(workload => (workload.Pod.TopologySpreadConstraints ?? []).Where(spread => !workload.IsChosenBy(spread.LabelSelector.MatchLabels)).Select(_ => workload.Name))
            .ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task No_two_workloads_take_each_others_pods(string rendering)
    {
        var workloads = (await Renderings.ReadAsync(rendering)).Workloads;
        workloads.SelectMany(one => workloads.Where(other => !ReferenceEquals(one, other) && other.IsChosenBy(one.Selector)).Select(other => $"{one.Name} takes pods of {other.Name}"))
            .ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_is_mounted_or_named_exists_or_is_said_to_be_brought_along(string rendering)
    {
        string[] brought = ["backend-plugins-database", "backend-plugins-secrets", "keys"];
        var manifest = await Renderings.ReadAsync(rendering);
        var names = manifest.Objects.Cast<k8s.IKubernetesObject<V1ObjectMeta>>().Select(item => item.Metadata.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var workload in manifest.Workloads)
        {
            var used = workload.Pod.Volumes.SelectMany(volume => new[] { volume.Secret is { Optional: not true } secret ? secret.SecretName : null, volume.ConfigMap?.Name, volume.PersistentVolumeClaim?.ClaimName })
                .Concat(workload.Container.EnvFrom?.Select(source => source.ConfigMapRef?.Name) ?? [])
                .Append(workload.Pod.ServiceAccountName);
            used.OfType<string>().Where(name => !names.Contains(name) && !brought.Contains(name)).ShouldBeEmpty(workload.Name);
            var volumes = workload.Pod.Volumes.Select(volume => volume.Name).Concat(["data"]).ToHashSet(StringComparer.Ordinal);
            workload.Container.VolumeMounts.Where(mount => !volumes.Contains(mount.Name)).Select(mount => mount.Name).ShouldBeEmpty(workload.Name);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task An_autoscaler_alone_says_how_many(string rendering)
    {
        var manifest = await Renderings.ReadAsync(rendering);
        foreach (var scaler in manifest.Of<V2HorizontalPodAutoscaler>())
        {
            var target = manifest.Workloads.SingleOrDefault(workload => workload.Kind == "Deployment" && workload.Metadata.Name == scaler.Spec.ScaleTargetRef.Name);
            target.ShouldNotBeNull(scaler.Metadata.Name);
            target.Replicas.ShouldBeNull(target.Name);
            scaler.Spec.MinReplicas.ShouldNotBeNull().ShouldBeLessThan(scaler.Spec.MaxReplicas);
        }

        foreach (var workload in manifest.Workloads.Where(workload => workload.Kind == "Deployment" && manifest.Of<V2HorizontalPodAutoscaler>().All(scaler => scaler.Spec.ScaleTargetRef.Name != workload.Metadata.Name)))
        {
            workload.Replicas.ShouldNotBeNull(workload.Name);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_rolling_update_starts_a_pod_before_it_ends_one_and_gives_it_time_to_leave(string rendering)
    {
        var manifest = await Renderings.ReadAsync(rendering);
        foreach (var deployment in manifest.Of<V1Deployment>().Where(item => item.Metadata.Labels["app.kubernetes.io/component"] is "silo" or "gateway"))
        {
            deployment.Spec.Strategy.RollingUpdate.MaxUnavailable.Value.ShouldBe("0", deployment.Metadata.Name);
            deployment.Spec.MinReadySeconds.ShouldNotBeNull().ShouldBeGreaterThan(0);
            var grace = TimeSpan.FromSeconds(deployment.Spec.Template.Spec.TerminationGracePeriodSeconds.ShouldNotBeNull());
            grace.ShouldBeGreaterThanOrEqualTo(new BackendPlugins.Silo.SiloOptions().StopTimeout + TimeSpan.FromSeconds(30));
            deployment.Spec.Template.Spec.TopologySpreadConstraints.Select(spread => spread.TopologyKey)
                .ShouldBe(["topology.kubernetes.io/zone", "kubernetes.io/hostname"]);
        }
    }
}
