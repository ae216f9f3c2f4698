namespace BackendPlugins.Gateway.Jobs;

/// <summary>Whether grains can be called at all: an Orleans client that has never been connected has no way to send.</summary>
internal interface IClusterGate
{
    /// <summary>Whether a first silo has been met. Stays true: later losses have exceptions of their own.</summary>
    bool IsOpen { get; }
}

/// <summary>For hosts whose cluster client works before they listen: silos.</summary>
internal sealed class OpenGate : IClusterGate
{
    public bool IsOpen => true;
}
