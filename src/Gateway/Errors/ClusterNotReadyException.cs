namespace BackendPlugins.Gateway;

/// <summary>The grain types of the cluster are not known, because no silo has been met yet.</summary>
internal sealed class ClusterNotReadyException(Exception? inner = null) : Exception("No silo that serves this grain is known yet.", inner);
