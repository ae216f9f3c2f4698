namespace BackendPlugins.Standalone.Startup;

/// <summary>Why the process cannot start, in one line for the person who started it.</summary>
internal sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
