using System.Text.Json;
using BackendPlugins.Clustering.Kubernetes.Failures;
using k8s;
using k8s.Autorest;
using k8s.Exceptions;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Clustering.Kubernetes.Api;

/// <summary>The way to the Kubernetes API: found on first use, each call with a limit, each failure in words.</summary>
internal sealed class KubernetesConnection(IOptions<KubernetesClusteringOptions> options, TimeProvider time) : IDisposable
{
    private readonly Lazy<Target> _target = new(() => Find(options.Value));
    private TaskCompletionSource _outOfReach = New();

    /// <summary>Namespace of the cluster's objects.</summary>
    /// <exception cref="KubernetesClusteringException">No way to the API is configured.</exception>
    public string Namespace => _target.Value.Namespace;

    /// <summary>Ends when a call finds the API server out of reach.</summary>
    public Task OutOfReach => Volatile.Read(ref _outOfReach).Task;

    /// <summary>Lets <see cref="OutOfReach"/> wait for the next time.</summary>
    public void ForgetOutOfReach() => Volatile.Write(ref _outOfReach, New());

    /// <summary>Makes one call.</summary>
    /// <param name="what">The object, for messages.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="KubernetesClusteringException">It failed.</exception>
    public async Task<T> CallAsync<T>(string what, Func<IKubernetes, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var target = _target.Value;
        using var limit = new CancellationTokenSource(options.Value.CallTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await call(target.Client, either.Token).ConfigureAwait(false);
        }
        catch (HttpOperationException failure)
        {
            throw Noted(ApiFailures.Read(failure, $"{what} in namespace {target.Namespace}"));
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw Noted(new KubernetesClusteringException(
                KubernetesTrouble.OutOfReach, $"The Kubernetes API server at {target.Host} did not answer within {options.Value.CallTimeout.TotalSeconds} s.", late));
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or JsonException)
        {
            throw Noted(new KubernetesClusteringException(
                KubernetesTrouble.OutOfReach, $"The Kubernetes API server at {target.Host} is out of reach: {broken.GetBaseException().Message}", broken));
        }
    }

    public void Dispose()
    {
        if (_target.IsValueCreated)
        {
            _target.Value.Client.Dispose();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private KubernetesClusteringException Noted(KubernetesClusteringException failure)
    {
        if (failure.Trouble == KubernetesTrouble.OutOfReach)
        {
            Volatile.Read(ref _outOfReach).TrySetResult();
        }

        return failure;
    }

    private static Target Find(KubernetesClusteringOptions options)
    {
        try
        {
            var configuration = Configuration(options);

            // Each call has its own limit.
            configuration.HttpClientTimeout = Timeout.InfiniteTimeSpan;
            configuration.UserAgent = "orleans-backend-plugins";
            return new Target(new k8s.Kubernetes(configuration), options.Namespace ?? (configuration.Namespace is { Length: > 0 } own ? own : "default"), configuration.Host);
        }
        catch (Exception failure) when (failure is KubeConfigException or IOException or UnauthorizedAccessException or YamlDotNet.Core.YamlException)
        {
            throw new KubernetesClusteringException(KubernetesTrouble.Misconfigured, $"No way to the Kubernetes API: {failure.Message}", failure);
        }
    }

    private static KubernetesClientConfiguration Configuration(KubernetesClusteringOptions options)
    {
        if (options.KubeConfig is { } file)
        {
            return KubernetesClientConfiguration.BuildConfigFromConfigFile(file, options.Context);
        }

        if (Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } list)
        {
            return list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(File.Exists).ToArray() switch
            {
                [] => throw new KubeConfigException($"KUBECONFIG names {list}, where there is no file."),
                [var only] => KubernetesClientConfiguration.BuildConfigFromConfigFile(only, options.Context),
                _ when options.Context is not null => throw new KubeConfigException("Clustering:Kubernetes:Context needs a KUBECONFIG of one file."),
                _ => KubernetesClientConfiguration.BuildDefaultConfig(),
            };
        }

        if (KubernetesClientConfiguration.IsInCluster())
        {
            return KubernetesClientConfiguration.InClusterConfig();
        }

        return File.Exists(KubernetesClientConfiguration.KubeConfigDefaultLocation)
            ? KubernetesClientConfiguration.BuildConfigFromConfigFile(KubernetesClientConfiguration.KubeConfigDefaultLocation, options.Context)
            : throw new KubeConfigException("this is no pod with a service account, KUBECONFIG is not set, and there is no ~/.kube/config.");
    }

    private sealed record Target(k8s.Kubernetes Client, string Namespace, string Host);
}
