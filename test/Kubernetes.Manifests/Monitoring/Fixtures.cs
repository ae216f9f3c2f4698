using BackendPlugins.Kubernetes.Manifests.Tests.Monitoring;

[assembly: AssemblyFixture(typeof(Prometheus))]
