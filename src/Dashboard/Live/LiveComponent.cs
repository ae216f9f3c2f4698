using Microsoft.AspNetCore.Components;

namespace BackendPlugins.Dashboard.Live;

/// <summary>A component that is drawn again when the cluster has been read again.</summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    private IDisposable? _subscription;

    /// <summary>What the process knows of the cluster.</summary>
    [Inject]
    internal ClusterFeed Feed { get; set; } = null!;

    /// <summary>The clock.</summary>
    [Inject]
    internal TimeProvider Time { get; set; } = null!;

    /// <summary>Now, for ages.</summary>
    protected DateTimeOffset Now => Time.GetUtcNow();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what the component has begun.</summary>
    /// <param name="disposing">True, unless a finalizer calls.</param>
    protected virtual void Dispose(bool disposing)
    {
        _subscription?.Dispose();
        _subscription = null;
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            _subscription = Feed.Subscribe(() => InvokeAsync(OnRefreshedAsync));
        }

        await Feed.FirstAsync();
    }

    /// <summary>Called when the cluster has been read again.</summary>
    protected virtual Task OnRefreshedAsync()
    {
        StateHasChanged();
        return Task.CompletedTask;
    }
}
