namespace BackendPlugins.Cli.Arguments;

/// <summary>Something on the command line, or in a file that it names, that the user has to change.</summary>
/// <param name="where">The argument or option at fault, for example <c>--timeout</c>.</param>
/// <param name="problem">What is wrong and what to do, for example <c>must be a duration such as 10s; got "abc"</c>.</param>
internal sealed class BadInputException(string where, string problem) : Exception($"{where} {problem}");
